package io.yggdrasil.resp.clients;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.wire.Request;
import java.util.function.LongSupplier;

/**
 * CLIENT PAUSE: holds requests back until a time, all of them or those that may write. A held client's connection stops
 * reading; no thread waits. Its connection asks again at the end of the pause, or when {@link #unpause} wakes it.
 */
public final class PauseGate {
    private static final long NOT_PAUSED = Long.MIN_VALUE;

    private final ClientRegistry clients;
    private final LongSupplier nanoClock;
    private final long origin;
    private volatile long endNanos = NOT_PAUSED;
    private volatile boolean holdsReads;
    private volatile Runnable listener = () -> {};

    /** Makes an open gate; {@code nanoClock} is as {@link System#nanoTime}. */
    public PauseGate(ClientRegistry clients, LongSupplier nanoClock) {
        this.clients = clients;
        this.nanoClock = nanoClock;
        this.origin = nanoClock.getAsLong();
    }

    /** Has {@code action} called behind every {@link #pause} and {@link #unpause}, not when a pause runs out. */
    public void onChange(Runnable action) {
        listener = action;
    }

    /** Pauses; a longer or stricter pause that is on already stays. */
    public void pause(long millis, boolean writesOnly) {
        synchronized (this) {
            boolean on = isOn();
            long end = elapsed() + Math.min(millis, Long.MAX_VALUE / 4_000_000) * 1_000_000;
            holdsReads = !writesOnly || (on && holdsReads);
            endNanos = on ? Math.max(endNanos, end) : end;
        }
        listener.run();
    }

    /** Ends the pause and wakes the clients that it holds. */
    public void unpause() {
        synchronized (this) {
            endNanos = NOT_PAUSED;
            holdsReads = false;
        }
        listener.run();
        clients.all().stream()
                .filter(Session::paused)
                .forEach(session -> session.link().wake());
    }

    /** Whether the request has to wait. */
    public boolean holds(Session session, Command command, Request request) {
        if (endNanos == NOT_PAUSED) {
            return false;
        }
        if (!isOn()) {
            forgetIfOver();
            return false;
        }
        return holdsReads || mayWrite(session, command, request);
    }

    /** Milliseconds until the pause ends, at least 1. */
    public long millisLeft() {
        long end = endNanos;
        return end == NOT_PAUSED ? 1 : Math.max(1, (end - elapsed() + 999_999) / 1_000_000);
    }

    /** Whether a pause is on. */
    public boolean isOn() {
        long end = endNanos;
        return end != NOT_PAUSED && elapsed() < end;
    }

    private synchronized void forgetIfOver() {
        if (!isOn()) {
            endNanos = NOT_PAUSED;
            holdsReads = false;
        }
    }

    private static boolean mayWrite(Session session, Command command, Request request) {
        Transaction transaction = session.transaction();
        return command.mayWrite(request)
                || (transaction != null && command.name().equals("exec") && transaction.mayWrite());
    }

    private long elapsed() {
        return nanoClock.getAsLong() - origin;
    }
}
