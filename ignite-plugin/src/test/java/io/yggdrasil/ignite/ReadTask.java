package io.yggdrasil.ignite;

import org.apache.ignite.Ignite;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;

/** A compute task that reads an entry on the node that owns it. */
final class ReadTask implements IgniteCallable<byte[]> {
    private static final long serialVersionUID = 1L;

    @IgniteInstanceResource
    private transient Ignite ignite;

    @Override
    public byte[] call() {
        return (byte[]) ignite.cache("db0").localPeek("k");
    }
}
