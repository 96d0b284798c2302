package io.yggdrasil.ignite.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.tier.region.MappedRegion;
import io.yggdrasil.tier.region.RegionFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RegionAllocatorTest {
    private static final long ADDRESS = 1L << 32;
    private static final long BYTES = 1L << 20;

    /** Memory that nobody touches. */
    private record Range(long address, long bytes) implements MappedRegion {
        @Override
        public String description() {
            return "a range";
        }

        @Override
        public @Nullable RegionFault fault() {
            return null;
        }

        @Override
        public void close() {}
    }

    private final RegionAllocator allocator = new RegionAllocator(new Range(ADDRESS, BYTES));

    @Test
    void allocate_sizes_areAlignedAndBesideEachOther() {
        assertEquals(ADDRESS, allocator.allocateMemory(1));
        assertEquals(ADDRESS + 4096, allocator.allocateMemory(4097));
        assertEquals(ADDRESS + 3 * 4096, allocator.allocateMemory(0));
        assertEquals(ADDRESS + 4 * 4096, allocator.allocateMemory(4096));
    }

    @Test
    void allocate_moreThanThereIs_isZero() {
        assertEquals(0, allocator.allocateMemory(BYTES + 1));
        assertEquals(ADDRESS, allocator.allocateMemory(BYTES));
        assertEquals(0, allocator.allocateMemory(1));
        allocator.freeMemory(ADDRESS);
        assertEquals(ADDRESS, allocator.allocateMemory(BYTES));
    }

    @Test
    void free_whatWasNotAllocated_isAMistake() {
        assertThrows(IllegalArgumentException.class, () -> allocator.freeMemory(ADDRESS));
        long segment = allocator.allocateMemory(1);
        allocator.freeMemory(segment);
        assertThrows(IllegalArgumentException.class, () -> allocator.freeMemory(segment));
    }

    @Test
    void allocateAndFree_random_neverOverlapAndNothingIsLost() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<Long, Long> model = new TreeMap<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextBoolean() && !model.isEmpty()) {
                Long address = model.floorKey(ADDRESS + random.nextLong(BYTES));
                Long freed = address == null ? model.firstKey() : address;
                allocator.freeMemory(freed);
                model.remove(freed);
            } else {
                long size = 1 + random.nextInt(64 << 10);
                long address = allocator.allocateMemory(size);
                if (address != 0) {
                    check(model, address, size, "seed=" + seed + " step=" + step);
                    model.put(address, size);
                }
            }
        }
        model.keySet().forEach(allocator::freeMemory);
        assertEquals(ADDRESS, allocator.allocateMemory(BYTES), "seed=" + seed);
    }

    private static void check(TreeMap<Long, Long> model, long address, long size, String where) {
        assertEquals(0, address % 4096, where);
        assertTrue(address >= ADDRESS && address + size <= ADDRESS + BYTES, where);
        var before = model.floorEntry(address);
        assertTrue(before == null || before.getKey() + before.getValue() <= address, where);
        Long after = model.ceilingKey(address);
        assertTrue(after == null || address + size <= after, where);
        assertNotEquals(address, after, where);
    }

    @Test
    void serialized_isNothing() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(allocator);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertNull(in.readObject());
        }
    }
}
