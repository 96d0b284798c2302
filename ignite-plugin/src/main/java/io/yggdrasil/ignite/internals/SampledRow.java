package io.yggdrasil.ignite.internals;

import org.apache.ignite.internal.pagemem.PageIdUtils;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a row that was looked at for eviction. Immutable.
 *
 * <p>The {@link #stamp} is the one of its key when it was looked at: while it stands the row is what it was then.
 */
public final class SampledRow {
    private final EntryStore store;
    private final EntryKey key;
    private final long link;
    private final int bytes;
    private final long expireTime;
    private final long stamp;
    private final @Nullable Object version;

    SampledRow(
            EntryStore store,
            EntryKey key,
            long link,
            int bytes,
            long expireTime,
            long stamp,
            @Nullable Object version) {
        this.store = store;
        this.key = key;
        this.link = link;
        this.bytes = bytes;
        this.expireTime = expireTime;
        this.stamp = stamp;
        this.version = version;
    }

    /** The store that it is in. */
    public EntryStore store() {
        return store;
    }

    /** Its key. */
    public EntryKey key() {
        return key;
    }

    /** Its partition. */
    public int partition() {
        return key.partition();
    }

    /** The hash of its key. */
    public int hash() {
        return key.order();
    }

    /** Bytes of its key, value, version and expire time. */
    public int bytes() {
        return bytes;
    }

    /** When it expires in milliseconds since 1970; 0: never. */
    public long expireTime() {
        return expireTime;
    }

    /** Its version, if it was asked for: see {@link EntryRow#version}. */
    public @Nullable Object version() {
        return version;
    }

    /** The page that it begins in: a number that rows of the same page share. */
    public long page() {
        return PageIdUtils.effectivePageId(PageIdUtils.pageId(link));
    }

    long link() {
        return link;
    }

    long stamp() {
        return stamp;
    }

    /** The row that another node looked at, by its key and version, as {@link EntryCodec} and {@link EntryVersion} write them. */
    public static SampledRow of(EntryStore store, byte[] key, int partition, byte[] version) {
        return new SampledRow(
                store, EntryCodec.decodeKey(store, key, partition), 0, 0, 0, 0, EntryVersion.decode(version));
    }

    /** The same, to be evicted only if its version is {@code newer}. */
    public SampledRow at(@Nullable Object newer) {
        return new SampledRow(store, key, link, bytes, expireTime, stamp, newer);
    }
}
