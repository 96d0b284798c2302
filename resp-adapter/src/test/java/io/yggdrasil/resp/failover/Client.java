package io.yggdrasil.resp.failover;

/** A Redis client of one thread, as the load uses it. Methods throw what Jedis throws. */
interface Client extends AutoCloseable {
    void set(String key, String value);

    void increment(String counter);

    /** Stores the same value at several keys. */
    void setAll(String[] keys, String value);

    /** Stores the value and increments the counter, in one transaction. */
    void setAndIncrement(String key, String value, String counter);

    /** Called after a failure: the next request takes a new connection. */
    void reconnect();

    @Override
    void close();
}
