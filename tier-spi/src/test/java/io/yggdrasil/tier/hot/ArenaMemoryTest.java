package io.yggdrasil.tier.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ArenaMemoryTest {
    private static final long LARGE = 64L << 20;
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final int COLLECTIONS_MOST = 200;

    @Test
    void reserve_smallOrLarge_isZeroedAndStartsALine() {
        for (long bytes : new long[] {64, 4096 + 8, LARGE}) {
            ArenaMemory memory = ArenaMemory.reserve(bytes);
            assertEquals(0, memory.address() % OffHeap.LINE_BYTES);
            for (long at = 0; at < bytes; at += Long.BYTES) {
                assertEquals(0, OffHeap.getLong(memory.address() + at));
            }
            Reference.reachabilityFence(memory);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void reserve_large_asksForHugePages() throws IOException {
        assumeTrue(Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage")), "a kernel with huge pages");
        ArenaMemory memory = ArenaMemory.reserve(LARGE);
        assertTrue(memory.hugePages());
        assertEquals(0, memory.address() % (2 << 20));
        assertTrue(mappingAt(memory.address(), "VmFlags:").contains(" hg"));
        Reference.reachabilityFence(memory);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void discard_givesAllBackButWhatIsBeforeTheOffset() throws IOException {
        ArenaMemory memory = ArenaMemory.reserve(LARGE);
        for (long at = 0; at < LARGE; at += 4096) {
            OffHeap.putLong(memory.address() + at, 7);
        }
        assertTrue(residentBytes(memory.address()) >= LARGE / 2);
        memory.discard(128);
        assertTrue(residentBytes(memory.address()) <= 64 << 10);
        assertEquals(7, OffHeap.getLong(memory.address()));
        assertEquals(0, OffHeap.getLong(memory.address() + LARGE - 4096));
        Reference.reachabilityFence(memory);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void close_givesTheArenasMemoryBack() throws IOException {
        HotArenaFixture fixture = new HotArenaFixture(HotArenaConfig.of(LARGE));
        String value = "v".repeat(10_000);
        for (int i = 0; i < 3_000; i++) {
            fixture.put("key-" + i, value);
        }
        long before = residentBytes();
        fixture.close();
        assertTrue(before - residentBytes() >= 20L << 20, "before=" + before + " after=" + residentBytes());
        assertEquals("<MISS>", fixture.get("key-1"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void unreachable_isUnmapped() throws IOException {
        long address = ArenaMemory.reserve(LARGE).address();
        for (int i = 0; !mappingAt(address, "VmFlags:").isEmpty(); i++) {
            assertFalse(i > COLLECTIONS_MOST, "still mapped");
            System.gc();
        }
    }

    /** Bytes of this process that are in memory. */
    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }

    private static long residentBytes(long address) throws IOException {
        return Long.parseLong(mappingAt(address, "Rss:").replaceAll("\\D", "")) << 10;
    }

    /** The line of the mapping over an address that begins so; empty if there is none. */
    private static String mappingAt(long address, String name) throws IOException {
        boolean within = false;
        List<String> lines = Files.readAllLines(MAPPINGS);
        for (String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.split("[- ]", 3);
                within = Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                        && Long.compareUnsigned(Long.parseUnsignedLong(range[1], 16), address) > 0;
            } else if (within && line.startsWith(name)) {
                return line;
            }
        }
        return "";
    }
}
