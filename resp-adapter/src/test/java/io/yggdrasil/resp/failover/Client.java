package io.yggdrasil.resp.failover;

import redis.clients.jedis.commands.StringCommands;

/** A Redis client of one thread, as the load uses it. Methods throw what Jedis throws. */
interface Client extends AutoCloseable {
    /** What sends the commands. */
    StringCommands redis();

    default void set(String key, String value) {
        redis().set(key, value);
    }

    default void increment(String counter) {
        redis().incr(counter);
    }

    /** Stores the same value at several keys. */
    default void setAll(String[] keys, String value) {
        String[] keysAndValues = new String[keys.length * 2];
        for (int i = 0; i < keys.length; i++) {
            keysAndValues[2 * i] = keys[i];
            keysAndValues[2 * i + 1] = value;
        }
        redis().mset(keysAndValues);
    }

    /** Stores the value and increments the counter, in one transaction where the client can. */
    void setAndIncrement(String key, String value, String counter);

    /** Called after a failure: the next request takes a new connection. */
    void reconnect();

    @Override
    void close();
}
