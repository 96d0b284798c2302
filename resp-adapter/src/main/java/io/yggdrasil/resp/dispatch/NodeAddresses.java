package io.yggdrasil.resp.dispatch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where nodes serve Redis clients. Any thread; never blocks. */
@FunctionalInterface
public interface NodeAddresses {
    /** The node's {@code host:port}, or null when it is gone or serves none. */
    @Nullable
    String address(UUID node);
}
