package io.yggdrasil.resp.failover;

import io.yggdrasil.resp.ServerChild;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** A client that knows one server and nothing of a cluster. */
final class PlainClient implements Client {
    private final ServerChild server;
    private @Nullable Jedis connected;

    PlainClient(ServerChild server) {
        this.server = server;
    }

    @Override
    public Jedis redis() {
        Jedis jedis = connected;
        if (jedis == null) {
            jedis = server.jedis();
            connected = jedis;
        }
        return jedis;
    }

    @Override
    public void setAndIncrement(String key, String value, String counter) {
        Transaction transaction = redis().multi();
        transaction.set(key, value);
        transaction.incr(counter);
        transaction.exec();
    }

    @Override
    public void reconnect() {
        close();
        connected = null;
    }

    @Override
    public void close() {
        Jedis jedis = connected;
        if (jedis != null) {
            jedis.close();
        }
    }
}
