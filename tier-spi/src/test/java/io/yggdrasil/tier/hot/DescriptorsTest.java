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
