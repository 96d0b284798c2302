package io.yggdrasil.resp.server;

import io.yggdrasil.resp.wire.RequestLimits;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What every connection of a server has in common. */
final class ConnectionSettings {
    private final Supplier<RequestLimits> limits;
    private final SessionListener listener;
    private final long pushBytesMax;
    private final long settleTimeoutMillis;
    private final AtomicLong clientIds;

    ConnectionSettings(RespServer.Settings settings, SessionListener listener) {
        this.limits = settings.limits();
        this.listener = listener;
        this.pushBytesMax = settings.pushBytesMax();
        this.settleTimeoutMillis = settings.settleTimeoutMillis();
        this.clientIds = new AtomicLong();
    }

    Supplier<RequestLimits> limits() {
        return limits;
    }

    SessionListener listener() {
        return listener;
    }

    long pushBytesMax() {
        return pushBytesMax;
    }

    long settleTimeoutMillis() {
        return settleTimeoutMillis;
    }

    long nextClientId() {
        return clientIds.incrementAndGet();
    }
}
