package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.mutation.CacheWatch;
import io.yggdrasil.ignite.mutation.Mutations;
import io.yggdrasil.ignite.statistics.CacheStatistics;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.jspecify.annotations.Nullable;

/**
 * A node's watches by cache name. It never forgets one, so that stamps never start again at zero under a near copy; the
 * names are those that the plugin binds and the listeners ask for, which are few.
 */
final class WatchRegistry implements Mutations {
    /** Stands behind the namespace's name in the names of a namespace's group and of its caches but the first. */
    private static final char OF_NAMESPACE = ':';

    private final ConcurrentHashMap<String, GroupWatch> watches = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, RegionPages> regions = new ConcurrentHashMap<>();
    private final Predicate<CacheConfiguration<?, ?>> watched;
    private final ActiveExpiry expiry;
    private final @Nullable HotCopies copies;
    private final NodeReaper reaper;
    private final Intents intents;
    private final IgniteLogger log;

    WatchRegistry(
            Predicate<CacheConfiguration<?, ?>> watched,
            ActiveExpiry expiry,
            @Nullable HotCopies copies,
            NodeReaper reaper,
            Intents intents,
            IgniteLogger log) {
        this.watched = watched;
        this.expiry = expiry;
        this.copies = copies;
        this.reaper = reaper;
        this.intents = intents;
        this.log = log;
    }

    /** Where the caches' expired entries are removed. */
    ActiveExpiry expiry() {
        return expiry;
    }

    @Override
    public CacheWatch watch(String cacheName) {
        return watchOf(cacheName);
    }

    @Override
    public long expiredCount() {
        return watches.values().stream().mapToLong(GroupWatch::expiredCount).sum();
    }

    @Override
    public List<CacheStatistics> statistics() {
        return watches.values().stream().map(GroupWatch::statistics).toList();
    }

    /** The watch for a group that starts, or null if its cache is none of the plugin's. */
    @Nullable
    GroupWatch attach(CacheGroupContext group) {
        if (!watched.test(group.config())) {
            return null;
        }
        String name = group.cacheOrGroupName();
        int mark = name.indexOf(OF_NAMESPACE);
        GroupWatch watch = watchOf(mark < 0 ? name : name.substring(0, mark));
        watch.stamps().renew();
        return watch;
    }

    /** The pages of an in-memory group's region, the same object for all groups in it. */
    RegionPages pages(CacheGroupContext group) {
        return regions.computeIfAbsent(
                group.dataRegion().config().getName(),
                name -> new RegionPages(group.dataRegion(), group.shared().database()));
    }

    private GroupWatch watchOf(String name) {
        return watches.computeIfAbsent(name, n -> new GroupWatch(n, copies, reaper, intents, log));
    }
}
