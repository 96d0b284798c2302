package io.yggdrasil.resp.script;

/** What a running script asks of the server. Called on the thread that runs the script. */
public interface ScriptHost {
    /**
     * Runs a command of the script.
     *
     * @param arguments the command's name and its arguments
     * @return its reply in the protocol that {@link #protocol} has chosen; an error reply if it may not run
     */
    byte[] call(byte[][] arguments);

    /** Chooses the protocol of replies: 2 or 3. */
    void protocol(int version);

    /** The protocol of replies. */
    int protocol();

    /** Whether the command may be run: 0 yes, 1 no, -1 there is none of this name or with so many arguments. */
    int mayRun(byte[][] arguments);

    /** Counts an error that the script replies with and that is no command's. */
    void onError(String text);
}
