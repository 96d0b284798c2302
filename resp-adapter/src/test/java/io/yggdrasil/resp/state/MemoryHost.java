package io.yggdrasil.resp.state;

import io.yggdrasil.resp.command.server.Evictor;
import io.yggdrasil.resp.command.server.Host;
import io.yggdrasil.resp.command.server.Replication;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A host without a grid: what a test sets is what it tells. */
@NullMarked
public final class MemoryHost implements Host {
    private volatile String evictionPolicy = "noeviction";
    /** Page memory in use. */
    public volatile long dataBytes = 1 << 20;

    /** Copies on other nodes. */
    public volatile int copies;

    /** Whether there is a disk; saving to it succeeds at once. */
    public volatile boolean persistent;

    /** What the disk has left. */
    public volatile long freeDiskBytes = Long.MAX_VALUE;

    /** What it was to end for. */
    public final List<String> failures = new CopyOnWriteArrayList<>();

    /** How often it saved. */
    public final AtomicInteger saves = new AtomicInteger();

    /** How many keys have expired. */
    public final AtomicLong expired = new AtomicLong();

    /** Whether expired keys are removed before somebody meets them. */
    public volatile boolean activeExpiry = true;

    /** How often it was to stop. */
    public final AtomicInteger stops = new AtomicInteger();

    /** What rewriting the configuration answers. */
    public volatile @Nullable String rewriteError = "The server is running without a config file";

    /** Whose replica the grid is. */
    public volatile Replication replication = Replication.NONE;

    @Override
    public Replication replication() {
        return replication;
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public String igniteVersion() {
        return "2.17.0";
    }

    @Override
    public String nodeId() {
        return "5a8d1f6e-0000-4000-8000-000000000000";
    }

    @Override
    public int nodeCount() {
        return 1;
    }

    @Override
    public Map<String, String> tiers() {
        return Map.of("hot_bytes", "0");
    }

    @Override
    public int copies() {
        return copies;
    }

    @Override
    public MemoryUse memory() {
        return new MemoryUse(dataBytes, 64 << 20, 10 << 20, 100 << 20);
    }

    @Override
    public boolean isFull() {
        return false;
    }

    String evictionPolicy() {
        return evictionPolicy;
    }

    @Override
    public Evictor evictor() {
        return new Evictor() {
            @Override
            public void configure(String policy, long bytesMax, int samples) {
                evictionPolicy = policy;
            }
        };
    }

    @Override
    public long freeDiskBytes() {
        return freeDiskBytes;
    }

    @Override
    public void fail(String reason) {
        failures.add(reason);
    }

    @Override
    public boolean isPersistent() {
        return persistent;
    }

    @Override
    public long lastSaveMillis() {
        return 1_600_000_000_000L;
    }

    @Override
    public boolean save(Consumer<@Nullable String> whenDone) {
        if (!persistent) {
            return false;
        }
        saves.incrementAndGet();
        whenDone.accept(null);
        return true;
    }

    @Override
    public long expiredKeys() {
        return expired.get();
    }

    @Override
    public void activeExpiry(boolean on) {
        activeExpiry = on;
    }

    @Override
    public void populate(int database, long count, String prefix, int bytes, Consumer<@Nullable String> whenDone) {
        whenDone.accept("there is no grid");
    }

    @Override
    public void stop() {
        stops.incrementAndGet();
    }

    @Override
    public @Nullable String rewriteConfiguration() {
        return rewriteError;
    }
}
