package io.yggdrasil.resp.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TextTest {
    @Test
    void decode_utf8_isThatText() {
        String text = "a\u00e9\u20ac\ud83d\ude00\ufffdz";
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        assertEquals(text, Text.decode(bytes, 1, bytes.length - 2));
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), Text.encode(text));
    }

    @Test
    void decode_otherBytes_areKeptApart() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, (byte) 0xc3, (byte) 0xa9, (byte) 0xed, (byte) 0xb2, (byte) 0x80};
        assertEquals("a\udcff\udcc3\u00e9\udced\udcb2\udc80", Text.decode(bytes, 0, bytes.length));
        assertArrayEquals(bytes, Text.encode(Text.decode(bytes, 0, bytes.length)));
    }

    @Test
    void encode_decodedRandomBytes_areTheSame() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, Text.encode(Text.decode(bytes, 0, bytes.length)), "seed=" + seed);
        }
    }
}
