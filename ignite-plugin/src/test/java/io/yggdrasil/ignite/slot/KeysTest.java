package io.yggdrasil.ignite.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "key:1", "gr\u00fcn", "\u65e5\u672c", "\uD83D\uDE00", "\uFFFD", "nul\u0000"})
    void key_utf8_isText(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertEquals(text, Keys.key(bytes));
        assertArrayEquals(bytes, Keys.bytes(Keys.key(bytes)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "80",
                "c080",
                "c1bf",
                "e08080",
                "eda080",
                "edbfbf",
                "f0808080",
                "f4908080",
                "f5808080",
                "c3",
                "e697",
                "f09f98",
                "61ff",
                "c328",
                "e62841"
            })
    void key_notUtf8_isBinary(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Object key = Keys.key(bytes);
        assertInstanceOf(BinaryKey.class, key);
        assertArrayEquals(bytes, Keys.bytes(key));
        assertEquals(Slots.slot(bytes), ((BinaryKey) key).slot());
    }

    @Test
    void key_randomBytes_agreesWithTheDecoderAndRoundTrips() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte)
                        (random.nextInt(3) == 0
                                ? random.nextInt()
                                : "a\u00e4\u65e5\uD83D\uDE00".getBytes(UTF_8)[(i + random.nextInt(2)) % 10]);
            }
            Object key = Keys.key(bytes);
            assertEquals(
                    decodes(bytes),
                    key instanceof String,
                    "seed=" + seed + " " + HexFormat.of().formatHex(bytes));
            assertArrayEquals(bytes, Keys.bytes(key), "seed=" + seed);
        }
    }

    @Test
    void key_slice_takesOnlyTheSlice() {
        byte[] bytes = {(byte) 0xFF, 'a', 'b', (byte) 0xFF};
        assertEquals("ab", Keys.key(bytes, 1, 2));
        assertEquals(new BinaryKey(new byte[] {'b', (byte) 0xFF}), Keys.key(bytes, 2, 2));
    }

    @Test
    void binaryKey_equalByContent() {
        BinaryKey key = new BinaryKey(new byte[] {1, -1});
        assertEquals(key, new BinaryKey(new byte[] {1, -1}));
        assertEquals(key.hashCode(), new BinaryKey(new byte[] {1, -1}).hashCode());
        assertNotEquals(key, new BinaryKey(new byte[] {1, -2}));
        assertEquals("0x01ff", key.toString());
    }

    @Test
    void bytes_keyOfAnIgniteClient_none() {
        assertNull(Keys.bytes(7));
    }

    private static boolean decodes(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
