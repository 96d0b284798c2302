package io.yggdrasil.ignite.eviction;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.EntryEviction;
import io.yggdrasil.ignite.internals.EntryRow;
import io.yggdrasil.ignite.internals.EntryStore;
import io.yggdrasil.ignite.internals.PartitionView;
import io.yggdrasil.ignite.internals.RowSampler;
import io.yggdrasil.ignite.internals.SampledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One round of eviction, as one thread does it: looks at some entries, chooses those of least worth, has them demoted, and
 * evicts them where this node is their primary; of the others it tells their primaries.
 *
 * <p>Threads: one; reused.
 */
final class EvictionRound {
    /** Most entries that one round evicts or proposes. */
    static final int VICTIMS_MAX = 512;

    /** Entries of a partition that are looked at together. */
    private static final int LOOK = 16;

    /** The same of those that expire first. */
    private static final int LOOK_FIRST = 4;

    private static final int LOOKS_MAX = 64;
    private static final int PAGES_LOOKED_AT = 24;

    /** Pages that are compared for each one that is emptied: to compare them means to look up all their rows. */
    private static final int PAGE_SAMPLES = 3;

    private final RegionEvictor region;
    private final EvictionContext context;
    private final RowSampler sampler = new RowSampler();
    private final EntryEviction eviction;
    private final EntryRow row = new EntryRow();
    private final List<Sampled> sampled = new ArrayList<>();
    private final List<SampledRow> rows = new ArrayList<>();

    /** A row with whose it is. */
    private record Sampled(Tenant tenant, SampledRow row, PartitionView view) {}

    /** Rows of one store that are on one node. */
    private record Destination(Tenant tenant, @Nullable UUID node) {}

    EvictionRound(RegionEvictor region, EvictionContext context, AtomicInteger unacknowledged) {
        this.region = region;
        this.context = context;
        this.eviction = new EntryEviction(VICTIMS_MAX, unacknowledged);
    }

    /**
     * Evicts about {@code wanted} entries.
     *
     * @param only the namespace that they are to be of; null: any in the region
     * @param emptiesPages whether pages are to be emptied: of rows that share pages, all rows of one go
     * @return how many were evicted here, or proposed to their primaries
     */
    int run(EvictionSettings settings, @Nullable Tenant only, boolean emptiesPages, int wanted) {
        sampled.clear();
        look(settings, only, emptiesPages ? PAGES_LOOKED_AT : wanted * settings.samples());
        if (sampled.isEmpty() || !emptiesPages) {
            return remove(worst(settings, sampled));
        }
        List<Sampled> large = sampled.stream()
                .filter(one -> one.row().bytes() >= region.pages().largeRowBytes())
                .toList();
        if (!large.isEmpty()) {
            return remove(worst(settings, large));
        }
        List<Sampled> pages = pages(settings, wanted);
        region.onPages(!pages.isEmpty());
        return remove(pages.isEmpty() ? worst(settings, sampled) : pages);
    }

    /** Whether the last round found no entry that may be evicted. */
    boolean sawNothing() {
        return sampled.isEmpty();
    }

    private void look(EvictionSettings settings, @Nullable Tenant only, int count) {
        for (int i = 0; i < LOOKS_MAX && sampled.size() < count; i++) {
            Tenant tenant = only == null ? region.anyTenant() : only;
            PartitionView view = tenant == null ? null : tenant.store().view();
            if (tenant == null || view == null) {
                return;
            }
            rows.clear();
            int before = sampled.size();
            if (settings.mode().isVolatile()) {
                boolean first = settings.mode() == EvictionMode.VOLATILE_TTL;
                int each = first ? LOOK_FIRST : LOOK;
                tenant.sampleExpiring(sampler, view, first, Math.min(each, count - before), rows);
            } else {
                tenant.sample(sampler, view, Math.min(LOOK, count - before), rows);
            }
            for (SampledRow found : rows) {
                sampled.add(new Sampled(tenant, found, view));
            }
        }
    }

    /** The rows of least worth, one for each so many samples, but not many more than are wanted: they may be large. */
    private List<Sampled> worst(EvictionSettings settings, List<Sampled> among) {
        EvictionMode mode = settings.mode();
        int victims = Math.max(1, among.size() / settings.samples());
        long enough = region.excessBytes();
        long bytes = 0;
        Ranked[] ranked = new Ranked[among.size()];
        for (int i = 0; i < ranked.length; i++) {
            ranked[i] = new Ranked(among.get(i), worth(mode, among.get(i)));
        }
        Arrays.sort(ranked, (a, b) -> Long.compare(a.worth(), b.worth()));
        List<Sampled> worst = new ArrayList<>(victims);
        Set<Object> seen = new HashSet<>();
        for (Ranked one : ranked) {
            if (worst.size() < victims
                    && (bytes < enough || worst.isEmpty())
                    && one.worth() != VictimChoice.KEEP
                    && seen.add(one.sampled().row().key())) {
                worst.add(one.sampled());
                bytes += one.sampled().row().bytes();
            }
        }
        return worst;
    }

    private long worth(EvictionMode mode, Sampled one) {
        return Worth.of(mode, context.choice(), one.tenant(), one.row(), region.youngMillis());
    }

    private record Ranked(Sampled sampled, long worth) {}

    /** All rows of those pages, of some, that are worth least; none when no page can be emptied. */
    private List<Sampled> pages(EvictionSettings settings, int wanted) {
        List<Tenant> tenants = region.tenants();
        List<EntryStore> stores = tenants.stream().map(Tenant::store).toList();
        List<RankedPage> pages = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        int looked = 0;
        for (Sampled any : sampled) {
            rows.clear();
            if (looked < wanted * PAGE_SAMPLES
                    && seen.add(any.row().page())
                    && sampler.samplePage(any.row(), stores, rows)) {
                List<Sampled> all = withTenants(tenants);
                long worth = all == null || all.isEmpty() ? VictimChoice.KEEP : worth(settings.mode(), all);
                if (all != null && worth != VictimChoice.KEEP) {
                    pages.add(new RankedPage(all, worth));
                }
                looked += rows.size();
            }
        }
        pages.sort((a, b) -> Long.compare(a.worth(), b.worth()));
        List<Sampled> chosen = new ArrayList<>();
        for (int i = 0; i < Math.max(1, pages.size() / PAGE_SAMPLES) && i < pages.size(); i++) {
            chosen.addAll(pages.get(i).rows());
        }
        return chosen;
    }

    private record RankedPage(List<Sampled> rows, long worth) {}

    private @Nullable List<Sampled> withTenants(List<Tenant> tenants) {
        List<Sampled> all = new ArrayList<>(rows.size());
        for (SampledRow one : rows) {
            Tenant owner = tenants.stream()
                    .filter(tenant -> tenant.store() == one.store())
                    .findFirst()
                    .orElse(null);
            PartitionView view = owner == null ? null : owner.store().view();
            if (owner == null || view == null) {
                return null;
            }
            all.add(new Sampled(owner, one, view));
        }
        return all;
    }

    /** What a page of rows is worth: with LFU the uses of all, else as much as the best of them. */
    private long worth(EvictionMode mode, List<Sampled> all) {
        long uses = 0;
        long best = Long.MIN_VALUE;
        for (Sampled one : all) {
            long worth = worth(mode, one);
            if (worth == VictimChoice.KEEP || (mode.isVolatile() && one.row().expireTime() == 0)) {
                return VictimChoice.KEEP;
            }
            best = Math.max(best, worth);
            uses += 1 + Worth.uses(one.tenant(), one.row(), region.youngMillis());
        }
        return context.choice() == null && mode.isLfu() ? uses : best;
    }

    private int remove(List<Sampled> victims) {
        Map<Destination, List<SampledRow>> byOwner = new HashMap<>();
        for (Sampled victim : victims) {
            int partition = victim.row().partition();
            UUID owner = victim.view().isLocal(partition) ? null : victim.view().primary(partition);
            if (owner != null || victim.view().isLocal(partition)) {
                byOwner.computeIfAbsent(new Destination(victim.tenant(), owner), any -> new ArrayList<>())
                        .add(victim.row());
            }
        }
        int removed = 0;
        for (Map.Entry<Destination, List<SampledRow>> part : byOwner.entrySet()) {
            Tenant tenant = part.getKey().tenant();
            UUID node = part.getKey().node();
            removed += node == null
                    ? evict(tenant, part.getValue())
                    : context.proposals().send(node, tenant.name(), part.getValue());
        }
        return removed;
    }

    /** Evicts rows of which this node is the primary, at most {@link #VICTIMS_MAX}; returns how many. */
    int evict(Tenant tenant, List<SampledRow> victims) {
        List<SampledRow> batch = victims.size() > VICTIMS_MAX ? victims.subList(0, VICTIMS_MAX) : victims;
        Demotion demotion = context.demotion(tenant.name());
        int evicted = demotion == null ? eviction.evict(batch).size() : demote(demotion, tenant, batch);
        region.onEvicted(evicted);
        tenant.store().statistics().evicted(evicted);
        return evicted;
    }

    private int demote(Demotion demotion, Tenant tenant, List<SampledRow> victims) {
        Map<SampledRow, Demotion.Entry> taken = new HashMap<>();
        for (SampledRow victim : victims) {
            Demotion.Entry entry = entry(tenant, victim);
            if (entry != null && isTaken(demotion, entry)) {
                taken.put(victim.at(entry.version()), entry);
            } else {
                tenant.uses().onWrite(victim.partition(), victim.hash()); // Others come first for a while.
            }
        }
        List<SampledRow> evicted = eviction.evict(List.copyOf(taken.keySet()));
        evicted.forEach(taken::remove);
        taken.values().forEach(demotion::withdrawn);
        row.clear();
        return evicted.size();
    }

    private static boolean isTaken(Demotion demotion, Demotion.Entry entry) {
        try {
            return demotion.demote(entry) == Demotion.Outcome.DONE;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The entry as it stands, expired or not; null when it is gone. */
    private Demotion.@Nullable Entry entry(Tenant tenant, SampledRow victim) {
        try {
            if (!victim.store().read(victim.key(), 0, row)) {
                return null;
            }
        } catch (YggdrasilException e) {
            return null;
        }
        Object value = row.value();
        return value == null
                ? null
                : new Demotion.Entry(
                        tenant.name(), victim.partition(), victim.key().key(), value, row.expireTime(), row.version());
    }
}
