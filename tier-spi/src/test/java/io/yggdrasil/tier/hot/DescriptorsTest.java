package io.yggdrasil.tier.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
    private long allocation;
    private long bucket;

    @BeforeEach
    void allocate() {
        allocation = OffHeap.allocate(BucketDescriptor.BYTES);
        bucket = OffHeap.aligned(allocation);
        OffHeap.zero(bucket, BucketDescriptor.BYTES);
    }

    @AfterEach
    void free() {
        OffHeap.free(allocation);
    }

    @Test
    void bucket_isACacheLine() {
        assertEquals(0, bucket % 64);
        assertEquals(64, BucketDescriptor.BYTES);
    }

    @Test
    void matches_namesEverySlotWithTheFingerprint() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 10_000; round++) {
            int[] fingerprints = new int[BucketDescriptor.SLOTS];
            for (int slot = 0; slot < fingerprints.length; slot++) {
                fingerprints[slot] = random.nextInt(3) == 0 ? round & 0xff : random.nextInt(256);
                BucketDescriptor.publish(bucket, slot, fingerprints[slot], 1, false);
                if (random.nextBoolean()) {
                    BucketDescriptor.markRead(bucket, slot);
                }
            }
            long matches = BucketDescriptor.matches(bucket, round & 0xff);
            boolean any = false;
            for (int slot = 0; slot < fingerprints.length; slot++) {
                boolean named = (matches >>> 8 * slot & 0x80) != 0;
                boolean equal = fingerprints[slot] == (round & 0xff);
                any |= equal;
                assertTrue(named || !equal, "slot " + slot + " of round " + round);
            }
            assertTrue(any || matches == 0, "round " + round);
            assertEquals(0, matches >>> 56);
        }
    }

    @Test
    void readBits_areOneASlotAndLeaveFingerprintsAlone() {
        for (int slot = 0; slot < BucketDescriptor.SLOTS; slot++) {
            BucketDescriptor.publish(bucket, slot, 0xff, 10 + slot, false);
        }
        BucketDescriptor.markRead(bucket, 0);
        BucketDescriptor.markRead(bucket, 6);
        BucketDescriptor.moveTo(bucket, 0, 99);
        assertFalse(BucketDescriptor.wasRead(bucket, 0));
        assertFalse(BucketDescriptor.wasRead(bucket, 5));
        assertTrue(BucketDescriptor.wasRead(bucket, 6));
        assertEquals(99, BucketDescriptor.position(bucket, 0));
        assertEquals(16, BucketDescriptor.position(bucket, 6));
        assertEquals(0x0080808080808080L, BucketDescriptor.matches(bucket, 0xff));
    }

    @Test
    void append_padsSoThatNoLineIsTouchedInVainAndNoMoreThanAQuarter() {
        long memory = OffHeap.allocate(4 << 12);
        try {
            long ring = OffHeap.aligned(memory);
            RingGeometry geometry = RingGeometry.of(4, 1 << 12);
            SegmentRing segments = new SegmentRing(geometry, ring, bucket);
            SplittableRandom random = new SplittableRandom(7);
            long end = geometry.position(4, 0);
            for (int units = 1; segments.fits(units); units = 1 + random.nextInt(40)) {
                long position = segments.append(units);
                long padding = position - end;
                end = position + units;
                assertTrue(padding * 4 <= units, "padding=" + padding + " units=" + units);
                boolean touchesMore = lines(geometry.offset(position), units) > lines(0, units);
                long toNextLine = 8 - position % 8;
                assertTrue(!touchesMore || toNextLine * 4 > units, "position=" + position + " units=" + units);
                for (long unit = position - padding; unit < position; unit++) {
                    assertEquals(0, OffHeap.getLong(segments.address(unit)));
                }
            }
            assertTrue(end > geometry.position(4, 400));
        } finally {
            OffHeap.free(memory);
        }
    }

    private static long lines(long offset, int units) {
        return (offset + units * 8L - 1) / 64 - offset / 64 + 1;
    }

    @Test
    void append_ofSomeOfASegmentsRecords_takesNoMoreOfOne() {
        RingGeometry geometry = RingGeometry.of(4, 1 << 12);
        long memory = OffHeap.allocate(4 << 12);
        try {
            for (int seed = 0; seed < 2_000; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                SegmentRing all = new SegmentRing(geometry, OffHeap.aligned(memory), bucket);
                SegmentRing some = new SegmentRing(geometry, OffHeap.aligned(memory), bucket);
                for (int units = 1; all.fits(units); units = 1 + random.nextInt(40)) {
                    long position = all.append(units);
                    if (random.nextInt(4) != 0) {
                        assertTrue(some.fits(units), "seed " + seed);
                        assertTrue(some.append(units) <= position, "seed " + seed);
                    }
                }
            }
        } finally {
            OffHeap.free(memory);
        }
    }

    @Test
    void positions_growThroughLapsAndStayWithinTheRing() {
        RingGeometry geometry = RingGeometry.of(5, 1088);
        long last = 0;
        for (long sequence = 5; sequence < 50; sequence++) {
            for (int unit = 0; unit < geometry.segmentUnits(); unit++) {
                long position = geometry.position(sequence, unit);
                assertTrue(position > last);
                assertEquals(sequence % 5 * 1088 + unit * 8L, geometry.offset(position));
                last = position;
            }
        }
        assertEquals(5 * 1088, geometry.bytes());
    }

    @Test
    void positions_ofTheLargestRing_stayWithinIt() {
        RingGeometry geometry = RingGeometry.of(HotArenaConfig.SEGMENTS_MOST, HotArenaConfig.SEGMENT_BYTES_MOST);
        long sequence = 1_000L * geometry.segments() - 1;
        long position = geometry.position(sequence, geometry.segmentUnits() - 1);
        assertEquals(geometry.bytes() - 8, geometry.offset(position));
        assertTrue(geometry.position(sequence + 1, 0) > position);
    }
}
