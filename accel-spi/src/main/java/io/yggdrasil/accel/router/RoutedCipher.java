package io.yggdrasil.accel.router;

import io.yggdrasil.accel.cipher.Cipher;
import java.nio.ByteBuffer;
import java.util.List;

/** A cipher whose calls are routed, by the size of the sealed text. */
final class RoutedCipher implements Cipher {
    private final Route<Cipher> seal;
    private final Route<Cipher> open;

    RoutedCipher(Route<Cipher> seal, Route<Cipher> open) {
        this.seal = seal;
        this.open = open;
    }

    private record Seal(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer plain, ByteBuffer sealed)
            implements Call<Cipher, Boolean> {
        @Override
        public Boolean on(Cipher kernel) {
            kernel.seal(key, nonce, associated, plain, sealed);
            return true;
        }

        @Override
        public Answer<Boolean> keep(Boolean result) {
            return Answer.exact(result, sealed);
        }
    }

    private record Open(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer sealed, ByteBuffer plain)
            implements Call<Cipher, Boolean> {
        @Override
        public Boolean on(Cipher kernel) {
            return kernel.open(key, nonce, associated, sealed, plain);
        }

        @Override
        public Answer<Boolean> keep(Boolean result) {
            return Answer.exact(result, plain);
        }
    }

    /** A text of that size to be sealed. No two have the same nonce. */
    private static Seal toSeal(int bytes, boolean direct, int seed) {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putInt(bytes)
                .putInt(direct ? 1 : 0)
                .putInt(seed)
                .array();
        return new Seal(
                Workload.bytes(KEY_BYTES, false, seed).array(),
                nonce,
                Workload.bytes(TAG_BYTES, direct, seed),
                Workload.bytes(bytes, direct, seed),
                Workload.bytes(bytes + TAG_BYTES, direct, seed));
    }

    private static Open toOpen(Cipher portable, int bytes, boolean direct, int seed) {
        Seal seal = toSeal(bytes, direct, seed);
        seal.on(portable);
        return new Open(seal.key, seal.nonce, seal.associated, seal.sealed, Workload.bytes(bytes, direct, seed));
    }

    static Workload<Cipher> sealing() {
        return RoutedCipher::toSeal;
    }

    /** Further calls are of texts that were changed: what opens them is no cipher. */
    static Workload<Cipher> opening(Cipher portable) {
        return new Workload<>() {
            private static final int BYTES = 100;

            @Override
            public Call<Cipher, ?> call(int bytes, boolean direct, int seed) {
                return toOpen(portable, bytes, direct, seed);
            }

            @Override
            public List<Call<Cipher, ?>> further() {
                Open text = toOpen(portable, BYTES, true, 4);
                text.sealed.put(0, (byte) ~text.sealed.get(0));
                Open tag = toOpen(portable, BYTES, false, 5);
                tag.sealed.put(BYTES, (byte) ~tag.sealed.get(BYTES));
                return List.of(text, tag);
            }
        };
    }

    @Override
    public void seal(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer plain, ByteBuffer sealed) {
        int bytes = sealed.remaining();
        int draw = seal.draw();
        Cipher kernel = seal.quick(bytes, draw);
        if (kernel == null) {
            seal.carefully(bytes, draw, new Seal(key, nonce, associated, plain, sealed));
            return;
        }
        try {
            kernel.seal(key, nonce, associated, plain, sealed);
        } catch (RuntimeException | Error e) {
            seal.recover(kernel, e, new Seal(key, nonce, associated, plain, sealed));
        }
    }

    @Override
    public boolean open(byte[] key, byte[] nonce, ByteBuffer associated, ByteBuffer sealed, ByteBuffer plain) {
        int bytes = sealed.remaining();
        int draw = open.draw();
        Cipher kernel = open.quick(bytes, draw);
        if (kernel == null) {
            return open.carefully(bytes, draw, new Open(key, nonce, associated, sealed, plain));
        }
        try {
            return kernel.open(key, nonce, associated, sealed, plain);
        } catch (RuntimeException | Error e) {
            return open.recover(kernel, e, new Open(key, nonce, associated, sealed, plain));
        }
    }
}
