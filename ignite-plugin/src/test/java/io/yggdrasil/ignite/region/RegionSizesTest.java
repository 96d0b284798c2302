package io.yggdrasil.ignite.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegionSizesTest {
    private static final long MB = 1L << 20;
    private static final int CONCURRENCY = 7;

    @ParameterizedTest
    @ValueSource(longs = {32 * MB, 64 * MB, 1000 * MB, 4096 * MB, 1L << 40})
    void segments_asIgniteMakesThem_fit(long bytes) {
        RegionSizes memory = RegionSizes.inMemory(bytes);
        assertTrue(memory.initialBytes() <= memory.maxBytes());
        assertTrue(memory.maxBytes() + 16 * 4096 <= bytes);
        assertEquals(0, memory.checkpointBytes());

        RegionSizes disk = RegionSizes.persistent(bytes, CONCURRENCY);
        long part = (disk.maxBytes() / CONCURRENCY + 4095) / 4096 * 4096;
        long checkpoint = (disk.checkpointBytes() + 4095) / 4096 * 4096;
        assertTrue(part * CONCURRENCY + checkpoint <= bytes, disk.toString());
        assertTrue(disk.checkpointBytes() <= disk.maxBytes());
        assertTrue(disk.checkpointBytes() <= 2048 * MB);
    }
}
