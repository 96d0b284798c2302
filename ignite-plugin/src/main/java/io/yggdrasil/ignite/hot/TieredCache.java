package io.yggdrasil.ignite.hot;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.ExchangeEpoch;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.internals.RowReader;
import io.yggdrasil.ignite.internals.TieredReader;
import io.yggdrasil.ignite.internals.TieredReader.PinResult;
import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.tier.hot.ArraySink;
import io.yggdrasil.tier.hot.HotArena;
import io.yggdrasil.tier.hot.HotSink;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a namespace's cache that go to the hot tier first, then to page memory, then to Ignite's API.
 *
 * <p>A read sees every write that was acknowledged before it began, through whatever door. What this node is not the
 * primary of, and what the hot tier does not take (see {@link HotTier}), is read by {@link IgniteCache#get}: slower, the
 * same result. A read that Ignite's API does not see touches no access-based expiry policy, runs no interceptor and is
 * not in the cache's own statistics.
 *
 * <p>Threads: any; each has buffers of its own.
 *
 * @param <K> type of the keys; those that are a String may be hot
 * @param <V> type of the values; those that are a {@code byte[]} may be hot
 */
public final class TieredCache<K, V> {
    /** Longer keys are read by Ignite's API. */
    private static final int KEY_BYTES_MAX = 1 << 10;

    private static final ThreadLocal<Local> LOCAL = ThreadLocal.withInitial(Local::new);

    private final Ignite ignite;
    private final IgniteCache<K, V> cache;
    private final Supplier<ExchangeEpoch> epoch;
    private volatile @Nullable EntryStore store;

    /** To be had from {@link io.yggdrasil.ignite.Yggdrasil#tiered}. */
    public TieredCache(Ignite ignite, IgniteCache<K, V> cache, Supplier<ExchangeEpoch> epoch) {
        this.ignite = ignite;
        this.cache = cache;
        this.epoch = epoch;
    }

    /** The cache that all writes and all else go to. */
    public IgniteCache<K, V> cache() {
        return cache;
    }

    /** The value of a key, or null. An array is the caller's own. */
    @SuppressWarnings("unchecked") // What is not a byte[] is not read here.
    public @Nullable V get(K key) {
        if (key instanceof String text) {
            Local local = LOCAL.get();
            RowReader.Outcome outcome = read(local, text, local.sink);
            if (outcome == RowReader.Outcome.FOUND) {
                return (V) local.sink.toBytes();
            }
            if (outcome != RowReader.Outcome.UNSUPPORTED) {
                return null;
            }
        }
        return cache.get(key);
    }

    /**
     * Copies the value of a key, which must be a {@code byte[]}, without making an object.
     *
     * @param sink takes the value; it may be opened more than once, the last time counts
     * @return whether there is such a key; if not, what the sink took is to be dropped
     */
    public boolean read(String key, HotSink sink) {
        RowReader.Outcome outcome = read(LOCAL.get(), key, sink);
        if (outcome != RowReader.Outcome.UNSUPPORTED) {
            return outcome == RowReader.Outcome.FOUND;
        }
        @SuppressWarnings("unchecked") // Only caches with text keys are read so.
        V value = cache.get((K) key);
        if (value == null) {
            return false;
        }
        if (!(value instanceof byte[] bytes)) {
            throw new YggdrasilException(
                    Kind.USER,
                    "value of key=" + key + " is a " + value.getClass().getName() + ", not a byte[]");
        }
        int at = sink.open(bytes.length);
        System.arraycopy(bytes, 0, sink.array(), at, bytes.length);
        return true;
    }

    /** As {@link #pin(String, Duration)}, until {@link #unpin}. */
    public boolean pin(String key) {
        return pinUntil(key, HotArena.PIN_FOREVER);
    }

    /**
     * Keeps a key's value in this node's hot tier, and what it is changed to, until the time is over, the key is removed
     * or another node becomes its primary.
     *
     * @return whether there is such a key
     * @throws YggdrasilException of kind {@code USER} if the hot tier is off, does not take the key or its value, or this
     *     node is not the key's primary; of kind {@code RESOURCE} if the pinned values have their whole share of it
     */
    public boolean pin(String key, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("time=" + time + " must be positive");
        }
        return pinUntil(key, System.currentTimeMillis() + time.toMillis());
    }

    /** Ends a pin; returns whether there was one. */
    public boolean unpin(String key) {
        Local local = LOCAL.get();
        EntryStore from = store();
        return from != null && local.take(key) && local.reader.unpin(from, local.key, 0, key.length());
    }

    private boolean pinUntil(String key, long untilMillis) {
        Local local = LOCAL.get();
        EntryStore from = store();
        PartitionView view = from == null ? null : from.view();
        if (from == null || view == null || !local.take(key) || !view.isLocal(local.partition(key.length()))) {
            throw new YggdrasilException(Kind.USER, "key=" + key + " cannot be pinned here: another node has it");
        }
        PinResult result = local.reader.pin(
                from,
                local.key,
                0,
                key.length(),
                local.partition(key.length()),
                System.currentTimeMillis(),
                untilMillis);
        if (result == PinResult.PINNED || result == PinResult.NO_KEY) {
            return result == PinResult.PINNED;
        }
        throw new YggdrasilException(
                result == PinResult.OVER_SHARE || result == PinResult.BUSY ? Kind.RESOURCE : Kind.USER,
                "key=" + key + " cannot be pinned: " + result.reason());
    }

    private RowReader.Outcome read(Local local, String key, HotSink sink) {
        EntryStore from = store();
        PartitionView view = from == null ? null : from.view();
        if (from == null || view == null || !local.take(key)) {
            return RowReader.Outcome.UNSUPPORTED;
        }
        int partition = local.partition(key.length());
        if (!view.isLocal(partition)) {
            return RowReader.Outcome.UNSUPPORTED;
        }
        RowReader.Outcome outcome =
                local.reader.read(from, local.key, 0, key.length(), partition, System.currentTimeMillis(), sink);
        return from.isCurrent(view) ? outcome : RowReader.Outcome.UNSUPPORTED;
    }

    private @Nullable EntryStore store() {
        EntryStore known = store;
        if (known != null && !known.isStopped()) {
            return known;
        }
        if (ignite.cluster().localNode().isClient()) {
            return null;
        }
        EntryStore opened = EntryStore.open(ignite, cache.getName(), epoch.get());
        store = opened;
        return opened;
    }

    /** What a thread needs. */
    private static final class Local {
        final TieredReader reader = new TieredReader();
        final ArraySink sink = new ArraySink();
        final byte[] key = new byte[KEY_BYTES_MAX];

        /** Takes the bytes of a key; false if it is none that may be hot. */
        boolean take(String text) {
            int length = text.length();
            if (length > KEY_BYTES_MAX) {
                return false;
            }
            int any = 0;
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                any |= c;
                key[i] = (byte) c;
            }
            return any < 0x80;
        }

        int partition(int length) {
            return Slots.partition(Slots.slot(key, 0, length));
        }
    }
}
