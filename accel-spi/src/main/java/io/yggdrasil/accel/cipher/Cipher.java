package io.yggdrasil.accel.cipher;

import java.nio.ByteBuffer;

/**
 * AES-256-GCM as in NIST SP 800-38D: keys of {@value #KEY_BYTES} bytes, nonces of {@value #NONCE_BYTES}, tags of
 * {@value #TAG_BYTES}, which stand behind the sealed bytes.
 *
 * <p>A nonce must never come twice with one key: who sees two texts of one nonce reads both, and can make others that are taken for
 * real. Count them, or draw keys anew before 2^32 random ones.
 *
 * <p>Buffers: what they have from position to limit, on the heap or direct, at any alignment; what is written must not overlap
 * anything else. They belong to the caller, nothing is kept, positions and limits stay as they are.
 *
 * <p>Errors: an {@link IllegalArgumentException} names the argument that is wrong; nothing is written then. A nonce that comes twice
 * in a row may, but need not, be noticed: that is an {@link IllegalStateException}.
 *
 * <p>Threads: any, at once.
 */
public interface Cipher {
    /** Bytes of a key. */
    int KEY_BYTES = 32;

    /** Bytes of a nonce. */
    int NONCE_BYTES = 12;

    /** Bytes of a tag. */
    int TAG_BYTES = 16;

    /** The most bytes of a text, as the JDK's has it. */
    int TEXT_BYTES_MAX = Integer.MAX_VALUE - TAG_BYTES;

    /**
     * Encrypts a text.
     *
     * @param key {@value #KEY_BYTES} bytes
     * @param nonce {@value #NONCE_BYTES} bytes
     * @param associated what the tag vouches for besides; may be empty
     * @param plain the text; may be empty
     * @param sealed to be written: {@value #TAG_BYTES} bytes longer than the text
     */
    void seal(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer plain, ByteBuffer sealed);

    /**
     * Decrypts what was sealed with the same key, nonce and associated bytes.
     *
     * @param plain to be written: {@value #TAG_BYTES} bytes shorter
     * @return false when anything was changed since; {@code plain} holds zeros then
     */
    boolean open(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer sealed, ByteBuffer plain);
}
