package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.mutation.Mutations;
import java.lang.reflect.Field;
import java.util.function.Predicate;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManagerImpl;
import org.apache.ignite.internal.processors.cache.persistence.GridCacheOffheapManager;
import org.apache.ignite.internal.processors.resource.DependencyResolver;
import org.apache.ignite.internal.processors.resource.GridResourceProcessor;
import org.apache.ignite.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/**
 * The choke point: puts a watch around the per-partition data stores of the caches that the plugin binds.
 *
 * <p>Ignite (checked on 2.17.0) asks its dependency resolver for the off-heap manager of every cache group that starts,
 * and every change of a row, through whatever door, passes through the data stores that this manager makes. The
 * resolver is read when the resource processor starts, which is before plugins are initialized, so it is set in the
 * processor's field; the resolver that is already there is asked first. What Ignite offers instead sees less: a cache
 * interceptor misses streamer, expiry, clear, eviction, read-through and rebalance, and a continuous query misses clear
 * and eviction.
 *
 * <p>Caches that are not watched get Ignite's own data stores and pay nothing.
 */
public final class DataStoreDecorator implements DependencyResolver {
    static final String RESOLVER_FIELD = "dependencyResolver";

    private final DependencyResolver next;
    private final WatchRegistry registry;

    private DataStoreDecorator(DependencyResolver next, WatchRegistry registry) {
        this.next = next;
        this.registry = registry;
    }

    /**
     * Installs the decorator on a node that is starting; to be called once, from a plugin provider's {@code
     * initExtensions}, which is before the first cache starts.
     *
     * @param context the plugin's context
     * @param watched tells by its configuration whether a cache is to be watched; it must answer the same on each start
     * @param expiry removes what expires in the watched caches
     * @param copies the hot tier's copies of rows, null without one
     * @param reaper frees the nodes of collections that go
     * @param intents lets transactions outlive the nodes that run them
     * @return the node's watches
     */
    public static Mutations install(
            PluginContext context,
            Predicate<CacheConfiguration<?, ?>> watched,
            ActiveExpiry expiry,
            @Nullable HotCopies copies,
            NodeReaper reaper,
            Intents intents) {
        GridKernalContext kernal = ((IgniteEx) context.grid()).context();
        WatchRegistry registry =
                new WatchRegistry(watched, expiry, copies, reaper, intents, context.log(DataStoreDecorator.class));
        try {
            Field resolver = GridResourceProcessor.class.getDeclaredField(RESOLVER_FIELD);
            resolver.setAccessible(true);
            DependencyResolver next = (DependencyResolver) resolver.get(kernal.resource());
            resolver.set(kernal.resource(), new DataStoreDecorator(next, registry));
        } catch (ReflectiveOperationException e) {
            throw new YggdrasilException(
                    Kind.FATAL, "Ignite's dependency resolver is not where it was: " + RESOLVER_FIELD, e);
        }
        return registry;
    }

    /** Checks that Ignite did ask for the off-heap managers of the cache groups that it started with the node. */
    public static void verify(Ignite ignite) {
        for (CacheGroupContext group : ((IgniteEx) ignite).context().cache().cacheGroups()) {
            IgniteCacheOffheapManager manager = group.offheap();
            if (!(manager instanceof WatchedOffheap) && !(manager instanceof WatchedPersistentOffheap)) {
                throw new YggdrasilException(
                        Kind.FATAL,
                        "Ignite did not ask the dependency resolver for its off-heap manager: cache group "
                                + group.cacheOrGroupName() + " has a "
                                + manager.getClass().getName());
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the resolver's contract: the same interface, another implementation
    public <T> T resolve(T instance) {
        T resolved = next.resolve(instance);
        if (!(resolved instanceof IgniteCacheOffheapManager)) {
            return resolved;
        }
        if (resolved.getClass() == IgniteCacheOffheapManagerImpl.class) {
            return (T) new WatchedOffheap(registry);
        }
        if (resolved.getClass() == GridCacheOffheapManager.class) {
            return (T) new WatchedPersistentOffheap(registry);
        }
        throw new YggdrasilException(
                Kind.FATAL,
                "another plugin replaces Ignite's off-heap manager; namespaces could not be watched: "
                        + resolved.getClass().getName());
    }
}
