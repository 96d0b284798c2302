package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.NamespaceBinding;
import io.yggdrasil.ignite.Namespaces;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.ExchangeEpoch;
import io.yggdrasil.ignite.internals.NodeMessages;
import io.yggdrasil.ignite.internals.RegionPages;
import io.yggdrasil.ignite.mutation.Mutations;
import io.yggdrasil.ignite.slot.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * Eviction on one node: {@code Yggdrasil.of(ignite).eviction()}. See the package for how it works.
 *
 * <p>Threads: any.
 */
public final class Eviction implements EvictionContext {
    private static final int PARTITIONS = Slots.PARTITIONS;

    private final Ignite ignite;
    private final Namespaces namespaces;
    private final Mutations mutations;
    private final IgniteLogger log;
    private final Proposals proposals;
    private final ShortNodes shortNodes = new ShortNodes();
    private final AtomicLong peersShortSince = new AtomicLong();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Eviction::thread);
    private final Map<String, RegionEvictor> regions = new ConcurrentHashMap<>();
    private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
    private final Map<String, Demotion> demotions = new ConcurrentHashMap<>();
    private final Map<String, Long> bytesMax = new HashMap<>();
    private volatile EvictionSettings settings = EvictionSettings.NONE;
    private volatile @Nullable VictimChoice choice;
    private volatile long nowMillis = System.currentTimeMillis();
    private volatile boolean peersShort;
    private final boolean hasCopies;
    private volatile @Nullable ExchangeEpoch epoch;

    /**
     * Use of an in-memory region.
     *
     * @param region its name
     * @param heldBytes pages in use, less what is free in them
     * @param usedBytes pages in use
     * @param watermarkBytes what is to be in use at most, within 3 %
     */
    public record Use(String region, long heldBytes, long usedBytes, long watermarkBytes) {}

    /** For the plugin, before caches start. */
    public Eviction(
            Ignite ignite, Namespaces namespaces, Mutations mutations, NodeMessages messages, IgniteLogger log) {
        this.ignite = ignite;
        this.namespaces = namespaces;
        this.mutations = mutations;
        this.log = log;
        this.proposals = new Proposals(messages, new Others());
        messages.receiver(proposals);
        this.hasCopies = namespaces.bindings().stream()
                .anyMatch(binding -> binding.policy().backups() > 0);
        for (NamespaceBinding binding : namespaces.bindings()) {
            bytesMax.put(binding.name(), binding.policy().memoryBytesMax());
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "yggdrasil-eviction");
        thread.setDaemon(true);
        return thread;
    }

    /** For the plugin, when the node has started. */
    public synchronized void start() {
        if (!Boolean.TRUE.equals(ignite.configuration().isClientMode())) {
            epoch = ExchangeEpoch.start(ignite);
            namespaces.onChange(this::refreshSoon);
            refreshSoon();
        }
    }

    /** For the plugin, when the node stops. */
    public void stop() {
        worker.shutdownNow();
        for (RegionEvictor region : regions.values()) {
            try {
                region.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (epoch != null) {
            epoch.stop();
        }
    }

    /** Sets how this node evicts from now on; uses are counted anew when the mode is another. */
    public synchronized void configure(EvictionSettings wanted) {
        EvictionSettings before = settings;
        settings = wanted;
        if (before.mode() != wanted.mode()) {
            tenants.keySet().forEach(name -> mutations.watch(name).countUses(null));
            tenants.clear();
            refreshSoon();
        }
        regions.values().forEach(RegionEvictor::configure);
    }

    @Override
    public EvictionSettings settings() {
        return settings;
    }

    /** Sets an own order of eviction; null: the mode's. */
    public void chooseBy(@Nullable VictimChoice own) {
        choice = own;
    }

    @Override
    public @Nullable VictimChoice choice() {
        return choice;
    }

    /** Sets where evicted entries of a namespace go; null: nowhere. */
    public void demote(String cacheName, @Nullable Demotion demotion) {
        if (demotion == null) {
            demotions.remove(cacheName);
        } else {
            demotions.put(cacheName, demotion);
        }
    }

    @Override
    public @Nullable Demotion demotion(String cacheName) {
        return demotions.get(cacheName);
    }

    @Override
    public Proposals proposals() {
        return proposals;
    }

    @Override
    public void tick() {
        nowMillis = System.currentTimeMillis();
    }

    /** Entries that this node evicted as their primary. */
    public long evictedCount() {
        return regions.values().stream().mapToLong(RegionEvictor::evicted).sum();
    }

    /** Use of the in-memory regions that have namespaces. */
    public List<Use> use() {
        return regions.values().stream().map(RegionEvictor::use).toList();
    }

    /** Whether writes that need memory are to be refused: nothing can be evicted, or not fast enough, here or where copies go. */
    public boolean isExceeded() {
        long since = peersShortSince.get();
        if (since != 0 && peersShort && System.nanoTime() - since >= RegionEvictor.HOLD_NANOS) {
            return true;
        }
        boolean any = false;
        for (RegionEvictor region : regions.values()) {
            if (!region.isExceeded()) {
                return false;
            }
            any = true;
        }
        return any;
    }

    /**
     * Whether a write of so many bytes had better be tried again a little later, as room is being made for it. It is said
     * for less than a second at a time; afterwards the write is refused, or finds room.
     */
    public boolean holds(int bytes) {
        if (arePeersShort()) {
            return true;
        }
        for (RegionEvictor region : regions.values()) {
            if (region.holds(bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nodes that get copies are short of room; for less than a second at a time. */
    private boolean arePeersShort() {
        if (!peersShort || !hasCopies) {
            if (peersShortSince.get() != 0) {
                peersShortSince.set(0);
            }
            return false;
        }
        long now = System.nanoTime();
        peersShortSince.compareAndSet(0, now);
        return now - peersShortSince.get() < RegionEvictor.HOLD_NANOS;
    }

    /** Evicts a few entries on the caller's thread, which holds no scope and no locks. A fraction of a millisecond. */
    public void help() {
        regions.values().forEach(RegionEvictor::help);
    }

    /** How often an entry was used lately, 0 to 15; 0 when the mode does not count or the namespace is not there. */
    public int frequency(String cacheName, int partition, int keyHash) {
        Tenant tenant = tenants.get(cacheName);
        return tenant == null ? 0 : tenant.uses().frequency(partition, keyHash);
    }

    private void refreshSoon() {
        try {
            worker.execute(this::refresh);
        } catch (RejectedExecutionException e) {
            // The node stops; its namespaces are not looked at any more.
            return;
        }
    }

    /** Finds the namespaces that run, and their regions. */
    private void refresh() {
        if (epoch == null) {
            return;
        }
        try {
            Map<RegionEvictor, List<Tenant>> byRegion = new HashMap<>();
            regions.values().forEach(region -> byRegion.put(region, new ArrayList<>()));
            for (Namespace namespace : running()) {
                Tenant tenant = tenant(namespace.cacheName());
                RegionPages pages = tenant.store().pages();
                if (pages != null) {
                    byRegion.computeIfAbsent(evictor(pages), any -> new ArrayList<>())
                            .add(tenant);
                }
            }
            byRegion.forEach(RegionEvictor::tenants);
        } catch (YggdrasilException e) {
            if (e.kind() != YggdrasilException.Kind.RETRY) { // Then another change is told.
                log.warning("Eviction does not see the namespaces: " + e.getMessage());
            }
        }
    }

    private List<Namespace> running() {
        List<Namespace> running = new ArrayList<>();
        for (int database = 0; database < Namespaces.DATABASES; database++) {
            Namespace whole = namespaces.databaseIfStarted(database);
            if (whole != null) {
                running.add(whole);
            }
            running.addAll(namespaces.prefixes(database));
        }
        return running;
    }

    private Tenant tenant(String name) {
        return tenants.compute(
                name, (any, known) -> known != null && !known.store().isStopped() ? known : newTenant(name));
    }

    private Tenant newTenant(String name) {
        ExchangeEpoch counting = epoch;
        if (counting == null) {
            throw new IllegalStateException("epoch=null: eviction has not started");
        }
        EvictionMode mode = settings.mode();
        Uses uses = new Uses(mode, () -> nowMillis);
        EntryStore store = EntryStore.open(ignite, name, counting);
        if (store.pages() != null) {
            mutations.watch(name).countUses(mode.isLfu() || mode.isLru() ? uses : null);
        }
        return new Tenant(name, store, uses, bytesMax.getOrDefault(name, 0L), PARTITIONS);
    }

    private RegionEvictor evictor(RegionPages pages) {
        return regions.computeIfAbsent(pages.name(), name -> {
            RegionEvictor made = new RegionEvictor(pages, isLimited(name), this, log);
            made.configure();
            made.start();
            return made;
        });
    }

    /** Whether the node's limit is the region's: the others are used as far as they go. */
    private boolean isLimited(String region) {
        return region.equals(ignite.configuration()
                .getDataStorageConfiguration()
                .getDefaultDataRegionConfiguration()
                .getName());
    }

    @Override
    public void tell(boolean isShort) {
        UUID local = ignite.cluster().localNode().id();
        for (ClusterNode node : ignite.cluster().forServers().nodes()) {
            if (!node.id().equals(local)) {
                proposals.tell(node.id(), isShort);
            }
        }
    }

    @Override
    public void refreshShortNodes() {
        boolean any = shortNodes.any();
        regions.values().forEach(region -> region.pages().shortNodes(any ? shortNodes : null));
        peersShort = any;
    }

    /** What other nodes send. */
    private final class Others implements Proposals.Target {
        @Override
        public void evict(String cacheName, List<Proposals.ProposedRow> rows, Runnable whenDone) {
            onProposal(cacheName, rows, whenDone);
        }

        @Override
        public void onShort(UUID node, boolean isShort) {
            shortNodes.note(node, isShort);
            refreshShortNodes();
        }
    }

    private void onProposal(String cacheName, List<Proposals.ProposedRow> rows, Runnable whenDone) {
        Tenant tenant = settings.mode().evicts() ? tenants.get(cacheName) : null;
        RegionPages pages = tenant == null ? null : tenant.store().pages();
        RegionEvictor region = pages == null ? null : regions.get(pages.name());
        if (tenant == null || region == null) {
            whenDone.run();
        } else {
            region.propose(tenant, rows, whenDone);
        }
    }
}
