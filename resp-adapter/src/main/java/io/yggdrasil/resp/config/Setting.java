package io.yggdrasil.resp.config;

/**
 * One key of the configuration.
 *
 * @param key its path, as it is written in the file and after {@code --set}
 * @param kind what it may be
 */
record Setting<T>(String key, Kind<T> kind) {
    /** Whether its value must not be shown. */
    boolean isSecret() {
        return key.equals("requirepass");
    }
}
