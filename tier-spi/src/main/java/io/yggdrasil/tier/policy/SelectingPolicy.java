package io.yggdrasil.tier.policy;

import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Does as the best of several policies, which a {@link ShadowRace} finds out. It begins as W-TinyLFU.
 *
 * <p>When another policy takes the lead, it gets the entries a few at a time, with each call some, so that no call takes
 * long; until then the old one holds the rest, and victims come from there first. Only a change of the leader allocates.
 */
final class SelectingPolicy implements EvictionPolicy {
    private static final int CLIMBING = 0; // Index in the rivals.
    private static final double WIDE_WINDOW = 0.2;
    private static final int MOVES_PER_CALL = 256;

    private final FrequencySketch sketch = new FrequencySketch(0);
    private final List<LongFunction<TablePolicy>> rivals =
            List.of(this::newClimbing, this::newWide, S3FifoPolicy::new, ArcPolicy::new, LruPolicy::new);
    private final ShadowRace race;
    private TablePolicy current;
    private @Nullable TablePolicy previous;
    private int followed;
    private long capacity;

    SelectingPolicy(long capacityBytes) {
        capacity = capacityBytes;
        current = newClimbing(capacityBytes);
        race = new ShadowRace(
                capacityBytes,
                rivals.stream().map(maker -> maker.apply(capacityBytes)).toList());
    }

    private TablePolicy newClimbing(long capacityBytes) {
        return new WTinyLfuPolicy(capacityBytes, sketch, false, new WindowClimber());
    }

    /** Saves the climb where a wide window is better at once. */
    private TablePolicy newWide(long capacityBytes) {
        return new WTinyLfuPolicy(capacityBytes, sketch, false, WindowClimber.fixedAt(WIDE_WINDOW));
    }

    /** The policy that is followed now. */
    EvictionPolicy current() {
        return current;
    }

    /** Whether the policy that was followed before still has entries to hand over. */
    boolean isChanging() {
        return previous != null;
    }

    @Override
    public long capacityBytes() {
        return capacity;
    }

    @Override
    public void setCapacityBytes(long capacityBytes) {
        current.setCapacityBytes(capacityBytes);
        race.setCapacityBytes(capacityBytes);
        capacity = capacityBytes;
    }

    @Override
    public long weightBytes() {
        TablePolicy leaving = previous;
        return current.weightBytes() + (leaving == null ? 0 : leaving.weightBytes());
    }

    @Override
    public int entries() {
        TablePolicy leaving = previous;
        return current.entries() + (leaving == null ? 0 : leaving.entries());
    }

    @Override
    public boolean contains(long key) {
        TablePolicy leaving = previous;
        return current.contains(key) || (leaving != null && leaving.contains(key));
    }

    @Override
    public boolean onAccess(long key) {
        takeOver(key);
        int weightBytes = current.weightOf(key);
        if (weightBytes == 0) {
            return false;
        }
        current.onAccess(key);
        use(key, weightBytes);
        return true;
    }

    @Override
    public boolean onInsert(long key, int weightBytes) {
        takeOver(key);
        sketch.ensureEntries(entries() + 1L);
        if (!current.onInsert(key, weightBytes)) {
            return false;
        }
        use(key, weightBytes);
        return true;
    }

    @Override
    public boolean onUpdate(long key, int weightBytes) {
        takeOver(key);
        if (!current.onUpdate(key, weightBytes)) {
            return false;
        }
        if (race.samples(key)) {
            race.update(key, weightBytes);
        }
        return true;
    }

    @Override
    public boolean onRemove(long key) {
        takeOver(key);
        if (race.samples(key)) {
            race.remove(key);
        }
        return current.onRemove(key);
    }

    @Override
    public int evict(Victims victims, int victimsMax) {
        TablePolicy leaving = previous;
        if (leaving == null) {
            return current.evict(victims, victimsMax);
        }
        int evicted = leaving.evictTo(Math.max(0, capacity - current.weightBytes()), victims, victimsMax);
        return evicted + current.evictTo(Math.max(0, capacity - leaving.weightBytes()), victims, victimsMax - evicted);
    }

    private void use(long key, int weightBytes) {
        sketch.increment(key);
        if (race.samples(key)) {
            race.use(key, weightBytes);
            if (followed == CLIMBING && race.leader() == CLIMBING) {
                race.leadingShadow().startAs(current); // The whole finds a window with less noise than the sample.
            }
            if (race.leader() != followed && previous == null) {
                follow(race.leader());
            }
        }
    }

    private void follow(int leader) {
        followed = leader;
        previous = current;
        current = rivals.get(leader).apply(capacity);
        current.startAs(race.leadingShadow());
    }

    /** Takes the entry of a key over from the policy that is on its way out, and some more. */
    private void takeOver(long key) {
        TablePolicy leaving = previous;
        if (leaving == null) {
            return;
        }
        int weightBytes = leaving.weightOf(key);
        if (weightBytes > 0) {
            leaving.onRemove(key);
            current.adopt(key, weightBytes);
        }
        leaving.moveTo(current, MOVES_PER_CALL);
        if (leaving.entries() == 0) {
            previous = null;
        }
    }
}
