package io.yggdrasil.ignite.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "123456789, 12739",
        "foo, 12182",
        "bar, 5061",
        "{user1000}.following, 3443",
        "{user1000}.followers, 3443",
        "user1000, 3443",
    })
    void slot_knownKeys_asRedisCluster(String key, int slot) {
        assertEquals(slot, Slots.slot(key));
        assertEquals(slot, Slots.slot(key.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "foo{bar}zap, bar",
        "foo{bar}{zap}, bar",
        "foo{{bar}}zap, {bar",
        "{a}, a",
        "x}{a}, a",
    })
    void slot_hashTag_onlyTheTagCounts(String key, String tag) {
        assertEquals(bitwise(tag.getBytes(UTF_8)), Slots.slot(key));
        assertEquals(bitwise(tag.getBytes(UTF_8)), Slots.slot(key.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"foo{}{bar}", "foo{bar", "foo}bar", "{}", "{", "}{"})
    void slot_noTag_theWholeKeyCounts(String key) {
        assertEquals(bitwise(key.getBytes(UTF_8)), Slots.slot(key));
        assertEquals(bitwise(key.getBytes(UTF_8)), Slots.slot(key.getBytes(UTF_8)));
    }

    @Test
    void slot_randomText_stringAndBytesAgree() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String key = randomText(random);
            byte[] bytes = key.getBytes(UTF_8);
            byte[] shifted = new byte[bytes.length + 5];
            System.arraycopy(bytes, 0, shifted, 3, bytes.length);
            assertEquals(Slots.slot(bytes), Slots.slot(key), "seed=" + seed);
            assertEquals(Slots.slot(bytes), Slots.slot(shifted, 3, bytes.length), "seed=" + seed);
        }
    }

    @Test
    void partition_sixteenSlotsEach() {
        assertEquals(0, Slots.partition(15));
        assertEquals(1, Slots.partition(16));
        assertEquals(Slots.PARTITIONS - 1, Slots.partition(Slots.SLOTS - 1));
        assertEquals(16, Slots.firstSlot(1));
    }

    @Test
    void slot_warm_allocatesNothing() {
        String[] keys = {"key:000000000042", "{user1000}.following", "gr\u00fcn", "\u65e5\u672c \uD83D\uDE00"};
        byte[] bytes = keys[1].getBytes(UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int sum = slots(keys, bytes);
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += slots(keys, bytes);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertNotEquals(0, sum);
        assertTrue(allocated < 1_000, "100,000 calls allocated " + allocated + " bytes");
    }

    private static int slots(String[] keys, byte[] bytes) {
        int sum = 0;
        for (int round = 0; round < 20_000; round++) {
            for (String key : keys) {
                sum += Slots.slot(key);
            }
            sum += Slots.slot(bytes);
        }
        return sum;
    }

    /** CRC16/XMODEM bit by bit, as its definition has it. */
    private static int bitwise(byte[] bytes) {
        int crc = 0;
        for (byte one : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                int out = crc >> 15 & 1 ^ one >> bit & 1;
                crc = crc << 1 & 0xFFFF ^ (out == 1 ? 0x1021 : 0);
            }
        }
        return crc % 16_384;
    }

    /** Some of everything: ASCII, braces, two to four byte characters, and surrogates without a partner. */
    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.append(random.nextBoolean() ? '{' : '}');
                case 1 -> text.append((char) (0x80 + random.nextInt(0x700)));
                case 2 -> text.append((char) (0x800 + random.nextInt(0xC000)));
                case 3 -> text.appendCodePoint(0x10000 + random.nextInt(0xFFFF));
                case 4 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                default -> text.append((char) random.nextInt(0x80));
            }
        }
        return text.toString();
    }
}
