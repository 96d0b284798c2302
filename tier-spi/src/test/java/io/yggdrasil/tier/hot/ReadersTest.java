package io.yggdrasil.tier.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class ReadersTest {
    private static final int COLLECTIONS_MOST = 200;

    @Test
    void count_sumsWhatReadersCounted() {
        try (HotArenaFixture fixture = new HotArenaFixture(HotArenaFixture.tiny(4))) {
            fixture.put("key", "value");
            for (int i = 0; i < 3; i++) {
                HotReader reader = fixture.arena.reader();
                ArraySink sink = new ArraySink();
                assertEquals(GetOutcome.HIT, reader.get(fixture.key("key"), 0, HotArenaFixture.NOW, sink));
                assertEquals(GetOutcome.MISS, reader.get(fixture.key("other"), 0, HotArenaFixture.NOW, sink));
            }
            assertEquals(3, fixture.arena.statistics().hits());
            assertEquals(3, fixture.arena.statistics().misses());
        }
    }

    @Test
    void count_ofReadersThatAreGone_stays() {
        try (HotArenaFixture fixture = new HotArenaFixture(HotArenaFixture.tiny(4))) {
            WeakReference<HotReader> reader = new WeakReference<>(readOnce(fixture));
            for (int i = 0; reader.get() != null; i++) {
                assertFalse(i > COLLECTIONS_MOST, "still reachable");
                System.gc();
            }
            readOnce(fixture);
            assertEquals(2, fixture.arena.statistics().misses());
        }
    }

    private static HotReader readOnce(HotArenaFixture fixture) {
        HotReader reader = fixture.arena.reader();
        reader.get(fixture.key("key"), 0, HotArenaFixture.NOW, new ArraySink());
        return reader;
    }
}
