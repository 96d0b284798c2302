package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.ignite.slot.BinaryKey;
import io.yggdrasil.ignite.slot.Keys;
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

    private final boolean hasSqlTable;

    Namespace(NamespaceBinding binding, IgniteCache<Object, Object> cache) {
        this.binding = binding;
        this.cache = cache;
        hasSqlTable = binding.policy().sql() != null;
    }

    /** The namespace's name, {@code db0} or what the configuration says for a prefix. */
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

    /**
     * The Ignite key for {@code bytes[offset .. offset + length)}. Bytes that are not UTF-8 are a {@code USER} error where
     * the namespace has an SQL table.
     */
    public Object key(byte[] bytes, int offset, int length) {
        Object key = Keys.key(bytes, offset, length);
        if (hasSqlTable && key instanceof BinaryKey) {
            throw new YggdrasilException(
                    Kind.USER, "key=" + key + " is not UTF-8, which the SQL table of namespace " + name() + " needs");
        }
        return key;
    }

    /** The cache: keys as {@link #key} makes them. Any thread may use it. */
    public IgniteCache<Object, Object> cache() {
        return cache;
    }

    @Override
    public String toString() {
        return "Namespace[" + name() + "]";
    }
}
