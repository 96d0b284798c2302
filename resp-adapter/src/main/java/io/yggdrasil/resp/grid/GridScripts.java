package io.yggdrasil.resp.grid;

import io.yggdrasil.resp.script.ScriptStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * Keeps scripts and functions in a replicated cache, so that they outlive nodes, and restarts where the default region is
 * persistent. Scripts are entries under their SHA-1; all libraries of functions are one entry, so that each change of them
 * is atomic.
 *
 * <p>Each node reads what it heard last: Ignite calls the listener of a node while it updates the node's copy, before the
 * write is acknowledged. So when a command that changes scripts has its reply, all nodes know of the change.
 */
public final class GridScripts implements ScriptStore, AutoCloseable {
    private static final String CACHE = "yggdrasil.scripts";

    /** Longer than any SHA-1, so that no script has it. */
    private static final String LIBRARIES = "libraries of functions, each change of which has a number";

    private final IgniteCache<String, Object> cache;
    private final QueryCursor<?> subscription;
    private final Map<String, byte[]> scripts = new ConcurrentHashMap<>();
    private volatile @Nullable String libraries;

    /** Makes the cache if no node has, and learns what is in it. Blocks. */
    public GridScripts(Ignite ignite) {
        cache = ignite.getOrCreateCache(new CacheConfiguration<String, Object>(CACHE)
                .setCacheMode(CacheMode.REPLICATED)
                .setAtomicityMode(CacheAtomicityMode.ATOMIC)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
                .setRebalanceMode(CacheRebalanceMode.SYNC)
                .setAffinity(new RendezvousAffinityFunction(false, 1)));
        boolean holdsCopy = ignite.<String>affinity(CACHE)
                .isPrimaryOrBackup(ignite.cluster().localNode(), LIBRARIES);
        ContinuousQuery<String, Object> changes = new ContinuousQuery<>();
        changes.setLocal(holdsCopy);
        changes.setLocalListener(events -> events.forEach(this::onChange));
        subscription = cache.query(changes);
        cache.forEach(entry -> follow(entry.getKey(), entry.getValue()));
    }

    private void onChange(CacheEntryEvent<? extends String, ?> event) {
        if (event.getEventType() == javax.cache.event.EventType.REMOVED) {
            scripts.remove(event.getKey());
        } else {
            follow(event.getKey(), event.getValue());
        }
    }

    private void follow(String key, Object value) {
        if (key.equals(LIBRARIES)) {
            followLibraries((String) value);
        } else {
            scripts.put(key, (byte[]) value);
        }
    }

    /** Takes the libraries unless later ones are known. */
    private synchronized void followLibraries(String next) {
        String now = libraries;
        if (now == null || ScriptStore.versionOf(next) > ScriptStore.versionOf(now)) {
            libraries = next;
        }
    }

    @Override
    public byte @Nullable [] script(String sha) {
        return scripts.get(sha);
    }

    @Override
    public void addScript(String sha, byte[] body) {
        cache.put(sha, body);
        scripts.put(sha, body);
    }

    @Override
    public void dropScript(String sha) {
        cache.removeAsync(sha);
    }

    @Override
    public void dropScripts() {
        cache.forEach(entry -> {
            if (!entry.getKey().equals(LIBRARIES)) {
                cache.remove(entry.getKey());
            }
        });
        scripts.clear();
    }

    @Override
    public Map<String, byte[]> scripts() {
        return scripts;
    }

    @Override
    public @Nullable String libraries() {
        return libraries;
    }

    @Override
    public boolean replaceLibraries(@Nullable String before, String after) {
        boolean replaced =
                before == null ? cache.putIfAbsent(LIBRARIES, after) : cache.replace(LIBRARIES, before, after);
        if (replaced) {
            followLibraries(after);
        }
        return replaced;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
