package io.yggdrasil.ignite.internals;

import java.nio.ByteBuffer;
import org.apache.ignite.internal.processors.cache.version.GridCacheVersion;
import org.jspecify.annotations.Nullable;

/** The tokens of {@link EntryRow#version}, as bytes that another node understands. Checked on Ignite 2.17.0. */
public final class EntryVersion {
    private static final int BYTES = 4 + 8 + 4;

    private EntryVersion() {}

    /** The token as bytes; null for null, which stands for no entry. */
    public static byte @Nullable [] encode(@Nullable Object token) {
        if (token == null) {
            return null;
        }
        GridCacheVersion version = (GridCacheVersion) token;
        return ByteBuffer.allocate(BYTES)
                .putInt(version.topologyVersion())
                .putLong(version.order())
                .putInt(version.nodeOrderAndDrIdRaw())
                .array();
    }

    /**
     * Whether a node made the update that a token stands for.
     *
     * @param nodeOrder {@code ClusterNode.order()} of the node
     */
    public static boolean isBy(@Nullable Object token, long nodeOrder) {
        return token != null && ((GridCacheVersion) token).nodeOrder() == nodeOrder;
    }

    /** The token that was encoded; equal to it. */
    public static @Nullable Object decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int topologyVersion = in.getInt();
        long order = in.getLong();
        return new GridCacheVersion(topologyVersion, in.getInt(), order);
    }
}
