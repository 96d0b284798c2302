package io.yggdrasil.accel.cipher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link Cipher} does. */
public abstract class CipherContract {
    private static final int[] LENGTHS = {0, 1, 15, 16, 17, 63, 64, 65, 1_000, 4_096, 100_003};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** The cipher under test. */
    protected abstract Cipher cipher();

    /** That of the portable accelerator. */
    protected abstract Cipher portable();

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private ByteBuffer buffer(int length) {
        int before = random.nextInt(20);
        int all = before + length + random.nextInt(20);
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocateDirect(all) : ByteBuffer.allocate(all);
        return buffer.position(before).limit(before + length);
    }

    private ByteBuffer buffer(byte[] content) {
        ByteBuffer buffer = buffer(content.length);
        return buffer.put(buffer.position(), content);
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] content = new byte[buffer.remaining()];
        buffer.get(buffer.position(), content);
        return content;
    }

    /** Test case 16 of McGrew and Viega, The Galois/Counter Mode of Operation. */
    @Test
    void seal_knownText_isTheKnownOne() {
        byte[] key = HexFormat.of().parseHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        byte[] nonce = HexFormat.of().parseHex("cafebabefacedbaddecaf888");
        byte[] associated = HexFormat.of().parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plain = HexFormat.of()
                .parseHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        ByteBuffer sealed = buffer(plain.length + Cipher.TAG_BYTES);
        cipher().seal(key, nonce, buffer(associated), buffer(plain), sealed);
        assertEquals(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b",
                HexFormat.of().formatHex(content(sealed)));
    }

    @Test
    void open_whatWasSealed_isTheText_alsoByAndForPortable() {
        for (int round = 0; round < 200; round++) {
            byte[] key = bytes(Cipher.KEY_BYTES);
            byte[] nonce = bytes(Cipher.NONCE_BYTES);
            ByteBuffer associated = buffer(bytes(random.nextInt(40)));
            byte[] plain = bytes(LENGTHS[random.nextInt(LENGTHS.length)]);
            Cipher sealer = round % 2 == 0 ? cipher() : portable();
            Cipher opener = round % 2 == 0 ? portable() : cipher();
            ByteBuffer text = buffer(plain);
            int position = text.position();
            ByteBuffer sealed = buffer(plain.length + Cipher.TAG_BYTES);
            sealer.seal(key, nonce, associated, text, sealed);
            assertEquals(position, text.position());
            ByteBuffer opened = buffer(plain.length);
            assertTrue(opener.open(key, nonce, associated, sealed, opened), "seed=" + seed);
            assertArrayEquals(plain, content(opened), "seed=" + seed);
        }
    }

    @Test
    void open_afterAnyChange_isRefusedAndTellsNothing() {
        Cipher cipher = cipher();
        for (int round = 0; round < 200; round++) {
            byte[] key = bytes(Cipher.KEY_BYTES);
            byte[] nonce = bytes(Cipher.NONCE_BYTES);
            byte[] associated = bytes(1 + random.nextInt(40));
            byte[] plain = bytes(1 + random.nextInt(10_000));
            ByteBuffer sealed = buffer(plain.length + Cipher.TAG_BYTES);
            cipher.seal(key, nonce, buffer(associated), buffer(plain), sealed);
            byte[] text = content(sealed);
            byte[][] parts = {key, nonce, associated, text};
            byte[] changed = parts[round % parts.length];
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            ByteBuffer opened = buffer(bytes(plain.length));
            assertFalse(cipher.open(key, nonce, buffer(associated), buffer(text), opened), "seed=" + seed);
            assertArrayEquals(new byte[plain.length], content(opened), "seed=" + seed);
        }
    }

    @Test
    void wrongArguments_areNamed() {
        Cipher cipher = cipher();
        ByteBuffer none = ByteBuffer.allocate(0);
        byte[] key = bytes(Cipher.KEY_BYTES);
        byte[] nonce = bytes(Cipher.NONCE_BYTES);
        assertError("key of 16 bytes", () -> cipher.seal(bytes(16), nonce, none, none, ByteBuffer.allocate(16)));
        assertError("nonce of 8", () -> cipher.seal(key, bytes(8), none, none, ByteBuffer.allocate(16)));
        assertError("sealed has 17 bytes", () -> cipher.seal(key, nonce, none, none, ByteBuffer.allocate(17)));
        assertError("sealed has 15 bytes", () -> cipher.open(key, nonce, none, ByteBuffer.allocate(15), none));
        assertError(
                "sealed is to be written",
                () -> cipher.seal(
                        key, nonce, none, none, ByteBuffer.allocate(16).asReadOnlyBuffer()));
    }

    private static void assertError(String text, Runnable call) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(String.valueOf(error.getMessage()).contains(text), error.getMessage());
    }
}
