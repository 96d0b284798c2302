package io.yggdrasil.tier.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotArenaConfigTest {
    @Test
    void new_manyMistakes_reportsAll() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new HotArenaConfig(1 << 20, 3, 1000, 0, 0.6, -0.1))
                .getMessage();
        for (String name : new String[] {
            "shards=3", "segmentBytes=1000", "entriesExpected=0", "recordShareMax=0.6", "pinnedShareMax=-0.1"
        }) {
            assertTrue(message.contains(name), message);
        }
    }

    @Test
    void new_tooSmallForItsSegments_saysWhatFits() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new HotArenaConfig(1 << 20, 1, 1 << 19, 100, 0.25, 0.25))
                .getMessage();
        assertTrue(message.contains("capacityBytes=1048576") && message.contains("segments=1 "), message);
    }

    @Test
    void new_indexLargerThanCapacity_isRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new HotArenaConfig(1 << 20, 1, 1 << 10, 1 << 20, 0.25, 0.25));
        assertThrows(
                IllegalArgumentException.class,
                () -> new HotArenaConfig(1 << 20, 1, 1 << 10, Long.MAX_VALUE, 0.25, 0.25));
        assertThrows(IllegalArgumentException.class, () -> new HotArenaConfig(-1, 1, 1 << 10, 1, 0.25, 0.25));
        assertThrows(
                IllegalArgumentException.class, () -> new HotArenaConfig(1 << 20, 1, 1 << 10, 1, Double.NaN, 0.25));
    }

    @ParameterizedTest
    @ValueSource(longs = {64 << 10, 1 << 20, 64 << 20, 4L << 30, 1L << 40})
    void of_anySize_fitsAndUsesMostOfIt(long capacityBytes) {
        HotArenaConfig config = HotArenaConfig.of(capacityBytes, 2);
        long bytes = HotShard.bytes(config) * config.shards();
        assertTrue(bytes <= capacityBytes, "bytes=" + bytes);
        assertTrue(bytes > capacityBytes * 0.9, "bytes=" + bytes);
    }

    @Test
    void of_cores_hasAShardForEachRoundedUp() {
        assertEquals(1, HotArenaConfig.of(1 << 24, 1).shards());
        assertEquals(2, HotArenaConfig.of(1 << 24, 2).shards());
        assertEquals(4, HotArenaConfig.of(1 << 24, 3).shards());
        assertEquals(16, HotArenaConfig.of(1 << 24, 12).shards());
    }
}
