package io.yggdrasil.accel.router;

import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.cipher.CipherContract;
import io.yggdrasil.accel.portable.PortableAccelerator;

/** With a fake: so far nobody else has a cipher. */
final class RoutedCipherTest extends CipherContract {
    private final RouterFixture fixture = new RouterFixture();
    private final OffloadRouter router = fixture.router(fixture.fake("fake"));

    @Override
    protected Cipher cipher() {
        return router.cipher();
    }

    @Override
    protected Cipher portable() {
        return new PortableAccelerator().cipher();
    }
}
