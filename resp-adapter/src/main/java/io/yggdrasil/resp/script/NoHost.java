package io.yggdrasil.resp.script;

import java.nio.charset.StandardCharsets;

/** Runs no commands: for libraries while they are loaded. */
final class NoHost implements ScriptHost {
    static final NoHost INSTANCE = new NoHost();

    private static final byte[] REFUSAL = "-ERR redis.call/pcall can only be called inside a script invocation\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private NoHost() {}

    @Override
    public byte[] call(byte[][] arguments) {
        return REFUSAL;
    }

    @Override
    public void protocol(int version) {
        // Nothing replies.
    }

    @Override
    public int protocol() {
        return 2;
    }

    @Override
    public int mayRun(byte[][] arguments) {
        return -1;
    }

    @Override
    public void onError(String text) {
        // It is told to whoever loads the library.
    }
}
