package io.yggdrasil.accel.portable;

import io.yggdrasil.accel.cipher.Cipher;
import io.yggdrasil.accel.cipher.CipherContract;

final class PortableCipherTest extends CipherContract {
    @Override
    protected Cipher cipher() {
        return new PortableAccelerator().cipher();
    }

    @Override
    protected Cipher portable() {
        return cipher();
    }
}
