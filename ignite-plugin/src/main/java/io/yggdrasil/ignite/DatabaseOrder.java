package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.event.CacheEntryEvent;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheRebalanceMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Which configured database answers to which number: the permutation that swaps leave behind.
 *
 * <p>It is one entry of a small replicated cache, so it is atomic, outlives nodes, and outlives a restart where its
 * region is persistent. Each server node holds the entry and listens to its own copy: Ignite calls the listener while
 * it updates the copy, before the write is acknowledged, so after a swap returns every server node has it. Nodes
 * without a copy (client nodes) hear of it shortly after.
 */
final class DatabaseOrder {
    static final String CACHE = "yggdrasil.databases";

    private static final String KEY = "order";

    private static final int SWAP_ATTEMPTS_MAX = 64;

    private static final Order IDENTITY = new Order(
            0,
            IntStream.range(0, YggdrasilSettings.DATABASES).boxed().toList(),
            Collections.nCopies(YggdrasilSettings.DATABASES, 0L));

    private final Ignite ignite;

    private final @Nullable String dataRegion;

    private final Runnable onChange;

    /** Serializes loading; held while Ignite is called. */
    private final Object loading = new Object();

    /** Guards writes of the two fields below; never held while Ignite is called: Ignite's listener thread takes it. */
    private final Object state = new Object();

    private volatile Order order = IDENTITY;

    private boolean loaded;

    private @Nullable QueryCursor<?> subscription;

    DatabaseOrder(Ignite ignite, @Nullable String dataRegion, Runnable onChange) {
        this.ignite = ignite;
        this.dataRegion = dataRegion;
        this.onChange = onChange;
    }

    /** The configured database that answers to each number now. Immutable. */
    List<Integer> configured() {
        return order.configured;
    }

    /** How often what answers to a number was exchanged, for each number. Immutable. */
    List<Long> swaps() {
        return order.swaps;
    }

    /** Makes this node know the grid's order and follow it. Does nothing when it does already. Blocks. */
    void load() {
        synchronized (loading) {
            synchronized (state) {
                if (loaded) {
                    return;
                }
            }
            IgniteCache<String, String> cache = ignite.cache(CACHE);
            if (cache == null) {
                return;
            }
            if (subscription != null) {
                subscription.close();
            }
            subscription = cache.query(subscription());
            synchronized (state) {
                loaded = true;
            }
            String stored = cache.get(KEY);
            if (stored != null) {
                follow(Order.parse(stored));
            }
        }
    }

    /** The cache stopped on this node: its content must be loaded again when it comes back. */
    void unload() {
        synchronized (state) {
            loaded = false;
            order = IDENTITY;
        }
    }

    /** Exchanges what two numbers stand for, on the whole grid. Blocks. */
    void swap(int first, int second) {
        try {
            IgniteCache<String, String> cache = ignite.getOrCreateCache(cacheConfiguration());
            load();
            for (int attempt = 0; attempt < SWAP_ATTEMPTS_MAX; attempt++) {
                String stored = cache.get(KEY);
                Order next = (stored == null ? IDENTITY : Order.parse(stored)).swap(first, second);
                boolean won = stored == null
                        ? cache.putIfAbsent(KEY, next.format())
                        : cache.replace(KEY, stored, next.format());
                if (won) {
                    follow(next);
                    return;
                }
            }
        } catch (RuntimeException e) {
            throw Failures.translate(ignite, "swap databases " + first + " and " + second, e);
        }
        throw new YggdrasilException(Kind.RETRY, "swaps=" + SWAP_ATTEMPTS_MAX + " lost against other nodes' swaps");
    }

    CacheConfiguration<String, String> cacheConfiguration() {
        CacheConfiguration<String, String> configuration = new CacheConfiguration<String, String>(CACHE)
                .setCacheMode(CacheMode.REPLICATED)
                .setAtomicityMode(CacheAtomicityMode.ATOMIC)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
                .setRebalanceMode(CacheRebalanceMode.SYNC)
                .setAffinity(new RendezvousAffinityFunction(false, 1));
        if (dataRegion != null) {
            configuration.setDataRegionName(dataRegion);
        }
        return configuration;
    }

    private ContinuousQuery<String, String> subscription() {
        boolean holdsCopy = ignite.<String>affinity(CACHE)
                .isPrimaryOrBackup(ignite.cluster().localNode(), KEY);
        ContinuousQuery<String, String> query = new ContinuousQuery<>();
        query.setLocal(holdsCopy);
        query.setLocalListener(events -> {
            for (CacheEntryEvent<? extends String, ? extends String> event : events) {
                String value = event.getValue();
                if (value != null && KEY.equals(event.getKey())) {
                    follow(Order.parse(value));
                }
            }
        });
        return query;
    }

    /** Takes {@code next} unless a later one is known. Runs in Ignite's threads: calls nothing of Ignite. */
    private void follow(Order next) {
        synchronized (state) {
            if (next.version <= order.version) {
                return;
            }
            order = next;
        }
        onChange.run();
    }

    /** The permutation after {@code version} swaps, of which so many touched each number. */
    private record Order(long version, List<Integer> configured, List<Long> swaps) {
        Order swap(int first, int second) {
            Integer[] next = configured.toArray(Integer[]::new);
            next[first] = configured.get(second);
            next[second] = configured.get(first);
            Long[] counts = swaps.toArray(Long[]::new);
            counts[first]++;
            counts[second]++;
            return new Order(version + 1, List.of(next), List.of(counts));
        }

        /** Text, so that an operator can read the cache: {@code 3:1,0,2,...:3,3,0,...}; the counts may be missing. */
        String format() {
            return version + ":" + joined(configured) + ":" + joined(swaps);
        }

        private static String joined(List<? extends Number> numbers) {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        }

        static Order parse(String text) {
            try {
                String[] parts = text.split(":");
                long version = Long.parseLong(parts[0]);
                List<Integer> configured =
                        Arrays.stream(parts[1].split(",")).map(Integer::valueOf).toList();
                List<Long> swaps = parts.length > 2
                        ? Arrays.stream(parts[2].split(",")).map(Long::valueOf).toList()
                        : Collections.nCopies(configured.size(), version);
                if (!configured.stream().sorted().toList().equals(IDENTITY.configured)
                        || swaps.size() != configured.size()) {
                    throw new NumberFormatException("not a permutation");
                }
                return new Order(version, configured, swaps);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new YggdrasilException(Kind.CORRUPT, "cache=" + CACHE + " " + KEY + "=" + text, e);
            }
        }
    }
}
