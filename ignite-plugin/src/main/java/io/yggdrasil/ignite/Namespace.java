package io.yggdrasil.ignite;

import org.apache.ignite.IgniteCache;

/**
 * A namespace whose cache runs: the keys of a database, or those of a database that start with a prefix.
 *
 * <p>Immutable. When the cache is destroyed and comes again (or the grid is deactivated and activated), {@link
 * Namespaces} hands out another object; operations on the old one's cache fail with {@link IllegalStateException}.
 */
public final class Namespace {
    private final NamespaceBinding binding;

    private final IgniteCache<Object, Object> cache;

    Namespace(NamespaceBinding binding, IgniteCache<Object, Object> cache) {
        this.binding = binding;
        this.cache = cache;
    }

    /** The namespace's name, as {@code db0} or what the configuration says for a prefix. */
    public String name() {
        return binding.name();
    }

    /** The name under which any Ignite client opens the cache. */
    public String cacheName() {
        return binding.name();
    }

    /** How the namespace keeps its entries. */
    public NamespacePolicy policy() {
        return binding.policy();
    }

    /** What the configuration bound. Its database is the one before any swap. */
    public NamespaceBinding binding() {
        return binding;
    }

    /** The cache: keys as {@link io.yggdrasil.ignite.slot.Keys} makes them. Any thread may use it. */
    public IgniteCache<Object, Object> cache() {
        return cache;
    }

    @Override
    public String toString() {
        return "Namespace[" + name() + "]";
    }
}
