package io.yggdrasil.resp.script;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where scripts and libraries of functions are kept for all nodes, so that each knows what another was told. Threads: any;
 * methods that change something may block.
 */
public interface ScriptStore {
    /** The body of a script; null when there is none of this name. */
    byte @Nullable [] script(String sha);

    /** Keeps a script. */
    void addScript(String sha, byte[] body);

    /** Drops a script, soon. */
    void dropScript(String sha);

    /** Drops all scripts. */
    void dropScripts();

    /** All scripts by name; it follows changes and is not to be changed. */
    Map<String, byte[]> scripts();

    /** The libraries of functions as they stand: their version, a colon, and what else they are; null when there never was one. */
    @Nullable
    String libraries();

    /** Replaces the libraries by such of a higher version; false when they are not what the caller took them for. */
    boolean replaceLibraries(@Nullable String before, String after);

    /** The version of a text of libraries. */
    static long versionOf(String libraries) {
        return Long.parseLong(libraries.substring(0, libraries.indexOf(':')));
    }
}
