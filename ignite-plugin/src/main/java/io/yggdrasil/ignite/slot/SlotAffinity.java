package io.yggdrasil.ignite.slot;

import java.io.Serial;
import java.util.HashSet;
import java.util.Set;
import org.apache.ignite.binary.BinaryBasicIdMapper;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ignite's rendezvous affinity with keys placed by Redis Cluster slot: a partition is 16 slots.
 *
 * <p>Only the step from key to partition differs; partitions are spread over nodes as Ignite does it. Strings go by
 * their UTF-8 bytes and {@link BinaryKey} by its bytes, also in its binary form, which is what Ignite passes here. Any
 * other key (a number that an Ignite client stored, say) keeps Ignite's own placement over 1,024 partitions: Redis
 * cannot name such a key, so it needs no slot.
 *
 * <p>Every node that opens such a cache needs this class on its class path: Ignite sends the function with the cache's
 * configuration. Thin clients do not; {@link SlotPartitionAwareness} gives the Java one its direct route back.
 */
public final class SlotAffinity extends RendezvousAffinityFunction {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Ids of {@link BinaryKey} under each of Ignite's two name mappers, with names in lower case and as they are. */
    private static final Set<Integer> BINARY_KEY = typeIds(BinaryKey.class.getName(), BinaryKey.class.getSimpleName());

    public SlotAffinity() {
        super(false, Slots.PARTITIONS);
    }

    /** The partition of {@code key}. Allocates nothing for strings. */
    @Override
    public int partition(@Nullable Object key) {
        return partitionOf(key);
    }

    @SuppressWarnings("NullAway") // The superclass answers null with its own error.
    static int partitionOf(@Nullable Object key) {
        if (key instanceof String string) {
            return Slots.partition(Slots.slot(string));
        }
        if (key instanceof BinaryKey binary) {
            return Slots.partition(binary.slot());
        }
        if (key instanceof BinaryObject object && isBinaryKey(object)) {
            byte[] bytes = object.field(BinaryKey.BYTES_FIELD);
            return Slots.partition(Slots.slot(bytes));
        }
        if (key == null) {
            throw new IllegalArgumentException("key=null has no partition");
        }
        return calculatePartition(key, Slots.PARTITIONS - 1, Slots.PARTITIONS);
    }

    /**
     * By type id, because the class may be absent, and so may the type's description: Ignite sends it to the grid at the
     * first use of a class, and a second thread may come here before it is agreed.
     */
    static boolean isBinaryKey(BinaryObject object) {
        return BINARY_KEY.contains(object.type().typeId());
    }

    private static Set<Integer> typeIds(String... names) {
        Set<Integer> ids = new HashSet<>();
        for (String name : names) {
            ids.add(new BinaryBasicIdMapper(true).typeId(name));
            ids.add(new BinaryBasicIdMapper(false).typeId(name));
        }
        return Set.copyOf(ids);
    }
}
