package io.yggdrasil.accel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.yggdrasil.accel.portable.PortableAccelerator;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

final class AcceleratorsTest {
    @Test
    void of_oneThatCannotTellItsProblem_isMissingAndTheOthersAreThere() {
        Accelerator broken = (Accelerator) Proxy.newProxyInstance(
                Accelerator.class.getClassLoader(), new Class<?>[] {Accelerator.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("name")) {
                        return "broken";
                    }
                    throw new NoClassDefFoundError("gone");
                });
        Accelerators found = Accelerators.of(broken, new PortableAccelerator());
        assertNotNull(found.named("portable"));
        assertEquals("java.lang.NoClassDefFoundError: gone", found.problem("broken"));
    }

    @Test
    void find_everyAccelerator_isUsableOrHasItsReason() {
        Accelerators found = Accelerators.find();
        assertNotNull(found.named("portable"));
        assertNull(found.named("other"));
        assertEquals(5, found.usable().size() + found.missing().size());
    }
}
