package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.mutation.AccessListener;
import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.MutationKind;
import io.yggdrasil.ignite.mutation.MutationListener;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.cache.CacheEntryVersion;
import org.apache.ignite.internal.IgnitionEx;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.GridCacheSharedContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManagerImpl;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.processors.resource.DependencyResolver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the data-store decorator costs on a get and a put through Ignite's API and on the bare read of a row: one node, in
 * memory, ATOMIC, 10,000 rows of 16-byte keys and 100-byte values; so few that they
 * stay in the processor's caches, where the decorator's share is largest.
 *
 * <p>All ways go without Ignite's page statistics, which the plugin switches off for its caches, so that only the
 * decorator makes the difference.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class DecoratorBenchmark {
    private static final String CACHE = "cache";
    private static final int ROWS = 10_000;
    private static final int VALUE_BYTES = 100;

    /** Ignite's own stores, the same on a second node as a control, watched stores, watched ones with a listener. */
    public enum Way {
        PLAIN,
        CONTROL,
        WATCHED,
        HEARD
    }

    @Param({"PLAIN", "WATCHED", "HEARD"})
    public Way way;

    private final String[] keys = new String[ROWS];
    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[] value = new byte[VALUE_BYTES];
    private WatchedNode node;
    private IgniteCache<String, byte[]> cache;
    private GridCacheContext<?, ?> context;
    private KeyCacheObject[] keyObjects;

    @Setup
    public void setup() {
        node = way == Way.PLAIN || way == Way.CONTROL
                ? plainNode()
                : WatchedNode.named("watched").start();
        cache = node.cache(WatchedNode.configuration(CACHE));
        context = node.internals().cachex(CACHE).context();
        keyObjects = new KeyCacheObject[ROWS];
        for (int i = 0; i < ROWS; i++) {
            keys[i] = String.format("key:%012d", i);
            cache.put(keys[i], value);
            keyObjects[i] = context.toCacheKeyObject(keys[i]);
        }
        if (way == Way.HEARD) {
            CacheWatch watch = node.mutations().watch(CACHE);
            Counter counter = new Counter();
            watch.addMutationListener(counter);
            watch.addAccessListener(counter);
        }
    }

    @TearDown
    public void tearDown() {
        node.close();
    }

    @Benchmark
    public byte[] get() {
        return cache.get(keys[random.nextInt(ROWS)]);
    }

    @Benchmark
    public void put() {
        cache.put(keys[random.nextInt(ROWS)], value);
    }

    @Benchmark
    public CacheDataRow read() throws IgniteCheckedException {
        context.shared().database().checkpointReadLock();
        try {
            return context.offheap().read(context, keyObjects[random.nextInt(ROWS)]);
        } finally {
            context.shared().database().checkpointReadUnlock();
        }
    }

    private static WatchedNode plainNode() {
        IgnitionEx.dependencyResolver(new QuietResolver());
        try {
            return WatchedNode.named("plain").undecorated().start();
        } finally {
            IgnitionEx.dependencyResolver(null);
        }
    }

    /** Gives Ignite's own manager, less the page statistics of the benchmark's cache. */
    private static final class QuietResolver implements DependencyResolver {
        @Override
        @SuppressWarnings("unchecked") // the resolver's contract: the same interface, another implementation
        public <T> T resolve(T instance) {
            return instance.getClass() == IgniteCacheOffheapManagerImpl.class ? (T) new QuietOffheap() : instance;
        }
    }

    private static final class QuietOffheap extends IgniteCacheOffheapManagerImpl {
        @Override
        public void start(GridCacheSharedContext shared, CacheGroupContext group) throws IgniteCheckedException {
            if (group.cacheOrGroupName().equals(CACHE)) {
                PageStatistics.disable(group);
            }
            super.start(shared, group);
        }
    }

    private static final class Counter implements MutationListener, AccessListener {
        private long accesses;
        private long bytes;

        @Override
        public void onMutation(
                MutationKind kind,
                int cacheId,
                int partition,
                Object key,
                int keyHash,
                CacheEntryVersion version,
                long expireTime,
                int newBytes,
                int previousBytes) {
            bytes += newBytes - previousBytes;
        }

        @Override
        public void onPartitionMutation(MutationKind kind, int cacheId, int partition) {
            bytes = 0;
        }

        @Override
        public void onAccess(int cacheId, int partition, Object key, int keyHash, boolean found) {
            accesses++;
        }
    }
}
