package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.cipher.Cipher;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The JDK's, which its compiler turns into the processor's own instructions. One of its ciphers a thread is kept, as to make one
 * takes longer than a small text.
 */
final class JdkAesGcm implements Cipher {
    private static final String NAME = "AES/GCM/NoPadding";
    private static final int ZEROS = 4096;

    private static final ThreadLocal<javax.crypto.Cipher> CIPHER = ThreadLocal.withInitial(JdkAesGcm::cipher);

    private static javax.crypto.Cipher cipher() {
        try {
            return javax.crypto.Cipher.getInstance(NAME);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(NAME + " is not among the JDK's ciphers", e);
        }
    }

    @Override
    public void seal(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer plain, ByteBuffer sealed) {
        check(key, nonce, plain, sealed);
        requireWritable("sealed", sealed);
        try {
            run(javax.crypto.Cipher.ENCRYPT_MODE, key, nonce, associated, plain, sealed);
        } catch (GeneralSecurityException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean open(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer sealed, ByteBuffer plain) {
        check(key, nonce, plain, sealed);
        requireWritable("plain", plain);
        try {
            run(javax.crypto.Cipher.DECRYPT_MODE, key, nonce, associated, sealed, plain);
            return true;
        } catch (AEADBadTagException e) {
            clear(plain.duplicate());
            return false;
        } catch (GeneralSecurityException e) {
            throw failure(e);
        }
    }

    private static void run(int mode, byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer from, ByteBuffer to)
            throws GeneralSecurityException {
        javax.crypto.Cipher cipher = CIPHER.get();
        // A nonce that came last with the same key is refused, but only by the cipher that had it: it is no check of
        // ours.
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(associated.duplicate());
        cipher.doFinal(from.duplicate(), to.duplicate());
    }

    private static void check(byte[] key, byte[] nonce, ByteBuffer plain, ByteBuffer sealed) {
        if (key.length != KEY_BYTES || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("key of " + key.length + " bytes, nonce of " + nonce.length
                    + ": must be " + KEY_BYTES + " and " + NONCE_BYTES);
        }
        if (plain.remaining() > TEXT_BYTES_MAX || sealed.remaining() != plain.remaining() + TAG_BYTES) {
            throw new IllegalArgumentException("sealed has " + sealed.remaining() + " bytes, plain " + plain.remaining()
                    + ": the difference must be " + TAG_BYTES);
        }
    }

    private static void requireWritable(String name, ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException(name + " is to be written, but read-only");
        }
    }

    private static void clear(ByteBuffer plain) {
        byte[] zeros = new byte[Math.min(plain.remaining(), ZEROS)];
        while (plain.hasRemaining()) {
            plain.put(zeros, 0, Math.min(plain.remaining(), zeros.length));
        }
    }

    private static IllegalStateException failure(GeneralSecurityException e) {
        return new IllegalStateException(NAME + " failed: " + e.getMessage(), e);
    }
}
