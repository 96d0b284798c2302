package io.yggdrasil.tier.hot;

import java.nio.charset.StandardCharsets;

/** An arena under test with one thread's key and sink, and short forms of what tests ask of it. */
final class HotArenaFixture implements AutoCloseable {
    static final int STORE = 7;
    static final long NOW = 1_000_000;

    final HotArena arena;
    private final HotKey key = new HotKey();
    private final ArraySink sink = new ArraySink();

    HotArenaFixture(HotArenaConfig config) {
        this(config, HotAdmission.READ_SINCE);
    }

    HotArenaFixture(HotArenaConfig config, HotAdmission admission) {
        arena = new HotArena(config, admission);
    }

    /** One shard with so many segments of 1 KB. */
    static HotArenaConfig tiny(int segments) {
        return config(1, segments, 1 << 10, 64);
    }

    /** An arena of exactly so many segments a shard. */
    static HotArenaConfig config(int shards, int segments, int segmentBytes, long entries) {
        long index = (entries / shards / 3 + 1) * BucketDescriptor.BYTES;
        long perShard = HotShard.HEAD_BYTES + index + (long) segments * segmentBytes;
        return new HotArenaConfig(perShard * shards, shards, segmentBytes, entries, 0.25, 0.5);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    HotKey key(String name) {
        return key(STORE, name);
    }

    HotKey key(int storeId, String name) {
        byte[] bytes = bytes(name);
        return key.wrap(storeId, bytes, 0, bytes.length);
    }

    PutOutcome put(String name, String value) {
        return put(STORE, name, value, 0, 0);
    }

    PutOutcome put(int storeId, String name, String value, long stamp, long expireAt) {
        byte[] bytes = bytes(value);
        return arena.put(key(storeId, name), bytes, 0, bytes.length, stamp, expireAt, NOW);
    }

    /** The value, or the outcome in angle brackets. */
    String get(String name) {
        return get(STORE, name, 0, NOW);
    }

    String get(int storeId, String name, long stamp, long now) {
        GetOutcome outcome = arena.get(key(storeId, name), stamp, now, sink);
        return outcome == GetOutcome.HIT ? new String(sink.toBytes(), StandardCharsets.UTF_8) : "<" + outcome + ">";
    }

    /** Puts records of other keys until the ring has come round at least once. */
    void comeRound() {
        String value = "x".repeat(100);
        long bytes = 0;
        for (int i = 0; bytes < 2 * arena.statistics().ringBytes(); i++) {
            put("filler-" + i % 1000, value);
            bytes += 120;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
