package io.yggdrasil.tier.hot;

import static io.yggdrasil.tier.hot.HotArenaFixture.NOW;
import static io.yggdrasil.tier.hot.HotArenaFixture.STORE;
import static io.yggdrasil.tier.hot.HotArenaFixture.tiny;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HotArenaTest {
    private HotArenaFixture fixture = new HotArenaFixture(tiny(8));

    @AfterEach
    void close() {
        fixture.close();
    }

    private void use(HotArenaConfig config, HotAdmission admission) {
        fixture.close();
        fixture = new HotArenaFixture(config, admission);
    }

    private HotStatistics statistics() {
        return fixture.arena.statistics();
    }

    @Test
    void get_afterPut_hits() {
        assertEquals(PutOutcome.STORED, fixture.put("key", "value"));
        assertEquals("value", fixture.get("key"));
        assertEquals(1, statistics().hits());
        assertEquals(1, statistics().inserts());
        assertEquals(1, statistics().entries());
    }

    @Test
    void get_absentKey_misses() {
        fixture.put("key", "value");
        assertEquals("<MISS>", fixture.get("other"));
        assertEquals(1, statistics().misses());
    }

    @Test
    void get_sameKeyOfOtherStore_misses() {
        fixture.put("key", "value");
        assertEquals("<MISS>", fixture.get(STORE + 1, "key", 0, NOW));
    }

    @Test
    void get_sameHashOtherKey_misses() {
        byte[] one = CollidingKeys.key(1);
        byte[] two = CollidingKeys.key(2);
        HotKey key = new HotKey();
        ArraySink sink = new ArraySink();
        assertEquals(PutOutcome.STORED, fixture.arena.put(key.wrap(1, one, 0, 16), one, 0, 16, 0, 0, NOW));
        assertEquals(GetOutcome.MISS, fixture.arena.get(key.wrap(1, two, 0, 16), 0, NOW, sink));
        assertEquals(PutOutcome.STORED, fixture.arena.put(key.wrap(1, two, 0, 16), two, 0, 16, 0, 0, NOW));
        assertEquals(GetOutcome.HIT, fixture.arena.get(key.wrap(1, one, 0, 16), 0, NOW, sink));
        assertArrayEquals(one, sink.toBytes());
    }

    @Test
    void get_otherStamp_isStale() {
        fixture.put(STORE, "key", "value", 5, 0);
        assertEquals("<STALE>", fixture.get(STORE, "key", 6, NOW));
        assertEquals("value", fixture.get(STORE, "key", 5, NOW));
        assertEquals(1, statistics().stale());
    }

    @Test
    void get_expiredEntry_isExpired() {
        fixture.put(STORE, "key", "value", 0, NOW + 10);
        assertEquals("value", fixture.get(STORE, "key", 0, NOW + 9));
        assertEquals("<EXPIRED>", fixture.get(STORE, "key", 0, NOW + 10));
        assertEquals(1, statistics().expired());
    }

    @Test
    void put_again_replaces() {
        fixture.put("key", "value");
        fixture.put("key", "longer value");
        assertEquals("longer value", fixture.get("key"));
        assertEquals(1, statistics().entries());
        assertEquals(RecordDescriptor.units(3, 12, 0, 0) * 8, statistics().usedBytes());
    }

    @Test
    void put_emptyKeyAndValue_hits() {
        assertEquals(PutOutcome.STORED, fixture.put("", ""));
        assertEquals("", fixture.get(""));
    }

    @Test
    void put_expiredEntry_isRefused() {
        assertEquals(PutOutcome.EXPIRED, fixture.put(STORE, "key", "value", 0, NOW));
        assertEquals("<MISS>", fixture.get("key"));
        assertEquals(1, statistics().refusedExpired());
    }

    @Test
    void put_largestRecord_isTakenAndOneByteMoreRefused() {
        int largest = 256 - RecordDescriptor.HEADER_BYTES - 3;
        assertEquals(PutOutcome.STORED, fixture.put("key", "v".repeat(largest)));
        assertEquals("v".repeat(largest), fixture.get("key"));
        assertEquals(PutOutcome.TOO_LARGE, fixture.put("key", "w".repeat(largest + 1)));
        assertEquals("v".repeat(largest), fixture.get("key"), "a refused put leaves what is there");
        assertEquals(1, statistics().refusedTooLarge());
    }

    @Test
    void put_anyStampAndTime_areFoundAgain() {
        long[] stamps = {0, 1, (1 << 18) - 1, 1 << 18, Long.MAX_VALUE, -1, Long.MIN_VALUE};
        for (long stamp : stamps) {
            for (long expireAt : new long[] {0, NOW + 1, Long.MAX_VALUE, -1}) {
                boolean expired = expireAt == -1;
                PutOutcome put = fixture.put(STORE, "key", "value " + stamp, stamp, expireAt);
                assertEquals(expired ? PutOutcome.EXPIRED : PutOutcome.STORED, put);
                assertEquals("value " + stamp, fixture.get(STORE, "key", stamp, NOW));
                assertEquals("<STALE>", fixture.get(STORE, "key", stamp ^ 1 << 18, NOW));
                assertEquals("<STALE>", fixture.get(STORE, "key", stamp + 1, NOW));
            }
        }
    }

    @Test
    void put_longestKey_isTakenAndOneByteMoreRefused() {
        use(HotArenaFixture.config(1, 4, 1 << 20, 10), HotAdmission.READ_SINCE);
        String longest = "k".repeat(RecordDescriptor.KEY_BYTES_MOST);
        assertEquals(PutOutcome.STORED, fixture.put(longest, "value"));
        assertEquals("value", fixture.get(longest));
        assertEquals(PutOutcome.TOO_LARGE, fixture.put(longest + "k", "value"));
        assertEquals("<MISS>", fixture.get(longest + "k"));
    }

    @Test
    void put_rangeOutsideOfArray_throws() {
        HotKey key = fixture.key("key");
        assertThrows(IndexOutOfBoundsException.class, () -> fixture.arena.put(key, new byte[4], 2, 3, 0, 0, NOW));
        assertThrows(IndexOutOfBoundsException.class, () -> new HotKey().wrap(1, new byte[4], 2, 3));
    }

    @Test
    void put_whileShardIsWritten_isRefused() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        use(tiny(4), (hash, read) -> {
            inside.countDown();
            awaitQuietly(done);
            return false;
        });
        Thread writer = new Thread(() -> new HotArenaFixtureView(fixture.arena).fillUntil(inside));
        writer.start();
        inside.await();
        assertEquals(PutOutcome.CONTENDED, fixture.put("key", "value"));
        done.countDown();
        writer.join();
        assertEquals(PutOutcome.STORED, fixture.put("key", "value"));
        assertEquals(1, statistics().refusedContended());
    }

    @Test
    void ring_comesRound_unreadFallOutAndReadStay() {
        fixture.put("cold", "1");
        fixture.put("read", "2");
        assertEquals("2", fixture.get("read"));
        fixture.comeRound();
        assertEquals("<MISS>", fixture.get("cold"));
        assertTrue(statistics().fallenOut() > 0);
        assertTrue(statistics().copiedForward() > 0);
    }

    @Test
    void ring_comesRound_whatIsReadEachLapStays() {
        fixture.put("read", "2");
        for (int i = 0; i < 1000; i++) {
            assertEquals("2", fixture.get("read"), "after " + i);
            fixture.put("filler-" + i, "x".repeat(100));
        }
        assertTrue(statistics().copiedForward() >= 10);
    }

    @Test
    void ring_comesRound_admissionDecides() {
        HotKey hot = new HotArenaFixture(tiny(4)).key("hot");
        long hash = hot.hash();
        use(tiny(8), (keyHash, read) -> keyHash == hash);
        fixture.put("hot", "1");
        fixture.put("read", "2");
        fixture.get("read");
        fixture.comeRound();
        assertEquals("1", fixture.get("hot"));
        assertEquals("<MISS>", fixture.get("read"));
    }

    @Test
    void ring_everythingHot_stillTakesInserts() {
        use(HotArenaFixture.config(1, 8, 1 << 12, 1000), (hash, read) -> true);
        for (int i = 0; i < 5000; i++) {
            assertEquals(PutOutcome.STORED, fixture.put("key-" + i, "x".repeat(i % 150)), "insert " + i);
        }
        assertTrue(statistics().usedBytes() <= statistics().ringBytes());
        assertTrue(statistics().fallenOut() > 0);
    }

    @Test
    void ring_expiredSurvivor_fallsOut() {
        use(tiny(8), (hash, read) -> true);
        fixture.put(STORE, "key", "value", 0, NOW + 1);
        byte[] value = new byte[100];
        for (int i = 0; i < 200; i++) {
            fixture.arena.put(fixture.key("filler-" + i), value, 0, value.length, 0, 0, NOW + 1);
        }
        assertEquals("<MISS>", fixture.get("key"));
    }

    @Test
    void admission_throws_leavesTheArenaWhole() {
        boolean[] fail = {true};
        use(tiny(4), (hash, read) -> {
            if (fail[0]) {
                throw new IllegalStateException("no");
            }
            return read;
        });
        assertThrows(IllegalStateException.class, () -> fixture.comeRound());
        fail[0] = false;
        fixture.comeRound();
        assertEquals(PutOutcome.STORED, fixture.put("key", "value"));
        assertEquals("value", fixture.get("key"));
    }

    @Test
    void invalidate_presentKey_removes() {
        fixture.put("key", "value");
        assertTrue(fixture.arena.invalidate(fixture.key("key")));
        assertFalse(fixture.arena.invalidate(fixture.key("key")));
        assertEquals("<MISS>", fixture.get("key"));
        assertEquals(0, statistics().entries());
        assertEquals(0, statistics().usedBytes());
        assertEquals(1, statistics().invalidated());
    }

    @Test
    void hide_presentKey_removes() {
        fixture.put("key", "value");
        assertTrue(fixture.arena.mayHold(fixture.key("key").hash()));
        assertTrue(fixture.arena.hide(fixture.key("key"), NOW));
        assertFalse(fixture.arena.hide(fixture.key("key"), NOW));
        assertFalse(fixture.arena.mayHold(fixture.key("key").hash()));
        assertEquals("<MISS>", fixture.get("key"));
        assertEquals(0, statistics().entries());
    }

    @Test
    void hide_pinnedKey_pinWaitsForTheNextRecord() {
        fixture.put("key", "value");
        fixture.arena.pin(fixture.key("key"), HotArena.PIN_FOREVER);
        assertTrue(fixture.arena.hide(fixture.key("key"), NOW));
        assertEquals("<STALE>", fixture.get("key"));
        fixture.comeRound();
        assertEquals("<STALE>", fixture.get("key"));
        assertEquals(PutOutcome.STORED, fixture.put("key", "next"));
        fixture.comeRound();
        assertEquals("next", fixture.get("key"));
    }

    @Test
    void hide_pinnedKeyThenUnpin_removes() {
        fixture.put("key", "value");
        fixture.arena.pin(fixture.key("key"), HotArena.PIN_FOREVER);
        fixture.arena.hide(fixture.key("key"), NOW);
        assertEquals(PinOutcome.UNPINNED, fixture.arena.unpin(fixture.key("key")));
        assertEquals("<MISS>", fixture.get("key"));
        assertEquals(0, statistics().entries());
        assertEquals(0, statistics().pinnedBytes());
    }

    @Test
    void put_guardStands_stores() {
        assertEquals(PutOutcome.STORED, putGuarded("value", true));
        assertEquals("value", fixture.get("key"));
    }

    @Test
    void put_guardFell_isOvertakenAndTheOldRecordGone() {
        fixture.put("key", "old");
        assertEquals(PutOutcome.OVERTAKEN, putGuarded("new", false));
        assertEquals("<MISS>", fixture.get("key"));
        assertEquals(1, statistics().refusedOvertaken());
        assertEquals(0, statistics().entries());
    }

    @Test
    void put_guardFellForPinnedKey_pinWaits() {
        fixture.put("key", "old");
        fixture.arena.pin(fixture.key("key"), HotArena.PIN_FOREVER);
        assertEquals(PutOutcome.OVERTAKEN, putGuarded("new", false));
        assertEquals("<STALE>", fixture.get("key"));
        assertEquals(PutOutcome.STORED, putGuarded("next", true));
        fixture.comeRound();
        assertEquals("next", fixture.get("key"));
    }

    private PutOutcome putGuarded(String value, boolean stands) {
        byte[] bytes = HotArenaFixture.bytes(value);
        return fixture.arena.put(fixture.key("key"), bytes, 0, bytes.length, 0, 0, NOW, () -> stands);
    }

    @Test
    void clearStore_removesThatStoreOnly() {
        use(HotArenaFixture.config(4, 16, 1 << 12, 2000), HotAdmission.READ_SINCE);
        for (int i = 0; i < 100; i++) {
            fixture.put(1, "key-" + i, "one", 0, 0);
            fixture.put(2, "key-" + i, "two", 0, 0);
        }
        fixture.arena.clear(1);
        for (int i = 0; i < 100; i++) {
            assertEquals("<MISS>", fixture.get(1, "key-" + i, 0, NOW));
            assertEquals("two", fixture.get(2, "key-" + i, 0, NOW));
        }
        assertEquals(100, statistics().entries());
    }

    @Test
    void statistics_ofAStore_areItsPart() {
        fixture.put(1, "key", "one", 0, 0);
        fixture.put(1, "other", "one", 0, 0);
        fixture.put(2, "key", "two", 0, 0);
        fixture.get(1, "key", 0, NOW);
        fixture.get(1, "key", 9, NOW);
        fixture.get(2, "absent", 0, NOW);
        fixture.arena.pin(fixture.key(2, "key"), HotArena.PIN_FOREVER);
        fixture.arena.invalidate(fixture.key(1, "other"));
        HotStatistics one = fixture.arena.statistics(1);
        HotStatistics two = fixture.arena.statistics(2);
        assertEquals(1, one.hits());
        assertEquals(1, one.stale());
        assertEquals(0, one.misses());
        assertEquals(2, one.inserts());
        assertEquals(1, one.invalidated());
        assertEquals(1, one.entries());
        assertEquals(RecordDescriptor.units(3, 3, 0, 0) * 8, one.usedBytes());
        assertEquals(0, one.pinnedBytes());
        assertEquals(1, two.misses());
        assertEquals(1, two.inserts());
        assertEquals(two.usedBytes(), two.pinnedBytes());
        assertEquals(one.usedBytes() + two.usedBytes(), statistics().usedBytes());
        assertEquals(statistics().ringBytes(), two.ringBytes());
        fixture.arena.clear();
        assertEquals(2, fixture.arena.statistics(1).invalidated());
        assertEquals(0, fixture.arena.statistics(2).pinnedBytes());
        assertEquals(0, fixture.arena.statistics(3).inserts());
    }

    @Test
    void statistics_ofStores_sumUpToAll() {
        for (int i = 0; i < 200; i++) {
            for (int store = 0; store < 5; store++) {
                fixture.put(store, "key-" + i, "v".repeat(i), 0, 0);
                fixture.get(store, "key-" + i / 2, 0, NOW);
            }
        }
        long[] sums = new long[6];
        for (int store = 0; store < 5; store++) {
            HotStatistics part = fixture.arena.statistics(store);
            long[] parts = {
                part.hits(), part.misses(), part.inserts(), part.fallenOut(), part.copiedForward(), part.usedBytes()
            };
            for (int i = 0; i < parts.length; i++) {
                assertTrue(parts[i] > 0, "number " + i + " of store " + store);
                sums[i] += parts[i];
            }
        }
        HotStatistics all = statistics();
        assertArrayEquals(
                new long[] {
                    all.hits(), all.misses(), all.inserts(), all.fallenOut(), all.copiedForward(), all.usedBytes()
                },
                sums);
    }

    @Test
    void clear_removesAllAndRoomIsBack() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 30; i++) {
                assertEquals(PutOutcome.STORED, fixture.put("key-" + i, "round " + round));
            }
            assertEquals("round " + round, fixture.get("key-29"));
            fixture.arena.clear();
            assertEquals("<MISS>", fixture.get("key-29"));
            assertEquals(0, statistics().entries());
            assertEquals(0, statistics().usedBytes());
        }
    }

    @Test
    void pin_keepsUnreadRecordUntilUnpinned() {
        fixture.put("key", "value");
        assertEquals(PinOutcome.PINNED, fixture.arena.pin(fixture.key("key"), HotArena.PIN_FOREVER));
        assertEquals(RecordDescriptor.units(3, 5, 0, 0) * 8, statistics().pinnedBytes());
        fixture.comeRound();
        fixture.comeRound();
        assertEquals("value", fixture.get("key"));
        assertEquals(PinOutcome.UNPINNED, fixture.arena.unpin(fixture.key("key")));
        assertEquals(0, statistics().pinnedBytes());
        fixture.comeRound();
        fixture.comeRound();
        assertEquals("<MISS>", fixture.get("key"));
    }

    @Test
    void pin_ended_fallsOut() {
        fixture.put("key", "value");
        assertEquals(PinOutcome.PINNED, fixture.arena.pin(fixture.key("key"), NOW));
        fixture.comeRound();
        assertEquals("<MISS>", fixture.get("key"));
        assertEquals(0, statistics().pinnedBytes());
    }

    @Test
    void pin_absentKey_isAbsent() {
        assertEquals(PinOutcome.ABSENT, fixture.arena.pin(fixture.key("key"), HotArena.PIN_FOREVER));
        assertThrows(IllegalArgumentException.class, () -> fixture.arena.pin(fixture.key("key"), 0));
    }

    @Test
    void pin_othersHaveEnded_takesTheirShare() {
        String value = "v".repeat(238);
        long end = HotArenaFixture.NOW + 1000;
        int refused = 0;
        for (int i = 0; i < 20; i++) {
            fixture.put("old-" + i, value);
            refused += fixture.arena.pin(fixture.key("old-" + i), end) == PinOutcome.OVER_SHARE ? 1 : 0;
        }
        assertTrue(refused > 0);
        byte[] bytes = HotArenaFixture.bytes(value);
        fixture.arena.put(fixture.key("new"), bytes, 0, bytes.length, 0, 0, end);
        assertEquals(PinOutcome.PINNED, fixture.arena.pin(fixture.key("new"), HotArena.PIN_FOREVER));
    }

    @Test
    void pin_beyondTheShare_isRefused() {
        String value = "v".repeat(238);
        int pinned = 0;
        PinOutcome last = PinOutcome.PINNED;
        for (int i = 0; i < 20; i++) {
            assertEquals(PutOutcome.STORED, fixture.put("pin-" + i, value));
            last = fixture.arena.pin(fixture.key("pin-" + i), HotArena.PIN_FOREVER);
            pinned += last == PinOutcome.PINNED ? 1 : 0;
        }
        assertEquals(PinOutcome.OVER_SHARE, last);
        assertEquals(16, pinned, "half of 8 KB in records of 256 bytes");
        fixture.comeRound();
        for (int i = 0; i < pinned; i++) {
            assertEquals(value, fixture.get("pin-" + i));
        }
    }

    @Test
    void put_overPinnedKey_keepsThePin() {
        fixture.put("key", "value");
        fixture.arena.pin(fixture.key("key"), HotArena.PIN_FOREVER);
        assertEquals(PutOutcome.STORED, fixture.put("key", "another value"));
        fixture.comeRound();
        assertEquals("another value", fixture.get("key"));
    }

    @Test
    void put_pinnedKeyOutgrowsTheShare_isUnpinned() {
        for (int i = 0; i < 16; i++) {
            fixture.put("pin-" + i, "v".repeat(i == 0 ? 132 : 232));
            assertEquals(PinOutcome.PINNED, fixture.arena.pin(fixture.key("pin-" + i), HotArena.PIN_FOREVER));
        }
        fixture.put("small", "v".repeat(39));
        assertEquals(PinOutcome.PINNED, fixture.arena.pin(fixture.key("small"), HotArena.PIN_FOREVER));
        assertEquals(PutOutcome.STORED_UNPINNED, fixture.put("pin-0", "v".repeat(232)));
        assertEquals(1, statistics().pinsDropped());
        assertEquals("v".repeat(232), fixture.get("pin-0"));
    }

    @Test
    void put_intoBucketOfPinned_isRefused() {
        use(HotArenaFixture.config(1, 8, 1 << 10, 1), HotAdmission.READ_SINCE);
        for (int i = 0; i < BucketDescriptor.SLOTS; i++) {
            fixture.put("pin-" + i, "v");
            assertEquals(PinOutcome.PINNED, fixture.arena.pin(fixture.key("pin-" + i), HotArena.PIN_FOREVER));
        }
        assertEquals(PutOutcome.BUCKET_PINNED, fixture.put("more", "v"));
        assertEquals(1, statistics().refusedBucketPinned());
        fixture.arena.unpin(fixture.key("pin-3"));
        assertEquals(PutOutcome.STORED, fixture.put("more", "v"));
        assertEquals("<MISS>", fixture.get("pin-3"));
        assertEquals(1, statistics().displaced());
    }

    @Test
    void put_intoFullBucket_displacesTheOldestUnread() {
        use(HotArenaFixture.config(1, 8, 1 << 10, 1), HotAdmission.READ_SINCE);
        for (int i = 0; i < BucketDescriptor.SLOTS; i++) {
            fixture.put("key-" + i, "v" + i);
        }
        assertEquals("v0", fixture.get("key-0"));
        fixture.put("more", "v");
        assertEquals("v0", fixture.get("key-0"));
        assertEquals("<MISS>", fixture.get("key-1"));
        assertEquals("v2", fixture.get("key-2"));
    }

    @Test
    void close_everythingAnswers() {
        fixture.put("key", "value");
        fixture.close();
        fixture.close();
        assertEquals("<MISS>", fixture.get("key"));
        assertEquals(PutOutcome.CLOSED, fixture.put("key", "value"));
        assertFalse(fixture.arena.invalidate(fixture.key("key")));
        assertEquals(PinOutcome.CLOSED, fixture.arena.pin(fixture.key("key"), HotArena.PIN_FOREVER));
        fixture.arena.clear();
        fixture.arena.clear(STORE);
        assertEquals(1, statistics().inserts());
    }

    @Test
    void sink_throws_arenaGoesOn() {
        fixture.put("key", "value");
        HotSink broken = new HotSink() {
            @Override
            public int open(int length) {
                return 0;
            }

            @Override
            public byte[] array() {
                return new byte[2];
            }
        };
        HotKey key = fixture.key("key");
        assertThrows(IndexOutOfBoundsException.class, () -> fixture.arena.get(key, 0, NOW, broken));
        assertEquals("value", fixture.get("key"));
    }

    @Test
    void sink_opensWithinItsArray_getsTheBytesThere() {
        fixture.put("key", "value");
        byte[] target = HotArenaFixture.bytes("..........");
        HotSink within = new HotSink() {
            @Override
            public int open(int length) {
                return 3;
            }

            @Override
            public byte[] array() {
                return target;
            }
        };
        assertEquals(GetOutcome.HIT, fixture.arena.get(fixture.key("key"), 0, NOW, within));
        assertArrayEquals(HotArenaFixture.bytes("...value.."), target);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another thread's view of the arena. */
    private record HotArenaFixtureView(HotArena arena) {
        void fillUntil(CountDownLatch inside) {
            HotKey key = new HotKey();
            byte[] value = new byte[100];
            for (int i = 0; inside.getCount() > 0; i++) {
                byte[] name = HotArenaFixture.bytes("filler-" + i);
                arena.put(key.wrap(STORE, name, 0, name.length), value, 0, value.length, 0, 0, NOW);
            }
        }
    }
}
