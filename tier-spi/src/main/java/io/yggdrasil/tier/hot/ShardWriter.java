package io.yggdrasil.tier.hot;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changes a shard: inserts, removals, pins, and the survivors' way forward.
 *
 * <p>Mechanism: a record is appended to the open segment, then its slot in the index names it. When but one segment is
 * free, each insert also looks through a piece of the oldest segment, at most {@value #PACE} times its own size and one
 * record: what is pinned or hot is appended again and its slot moved, the rest leaves the index; at the end the segment
 * is free. So no insert does much, and none finds the ring full, unless survivors are many.
 *
 * <p>Invariant: there is a free segment whenever a segment begins to be looked through, and inserts do not take it nor
 * write to it while it is needed. All survivors of a segment fit in one, hence they always find room. What is hot but
 * not pinned survives only up to half of a segment, so that every segment frees some; only where segments are full of
 * pinned records are inserts refused ({@link PutOutcome#NO_ROOM}) until the ring has come round these.
 *
 * <p>Threads: any; one at a time by the shard's lock. Inserts do not wait for it, all else does.
 */
final class ShardWriter {
    /** Units looked through for each unit inserted. */
    private static final int PACE = 6;

    /** Free segments below which an insert looks through a piece of the oldest. */
    private static final int FREE_ENOUGH = 2;

    /** A time by which every pin has ended. */
    private static final long PIN_NEVER_STAYS = Long.MAX_VALUE;

    /** Buckets looked through under the lock at once when a store is cleared. */
    private static final int BUCKETS_AT_ONCE = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final ShardCounters counters = new ShardCounters();
    private final SegmentRing ring;
    private final ShardIndex index;
    private final Pins pins = new Pins();

    /** The time of the last put: pins are tested by it, as a pin follows the put of its record. */
    private long lastNow;

    private final HotAdmission admission;
    private final int recordUnitsMax;
    private final long pinnedUnitsMax;
    private final int survivorUnitsMax;

    /** Units of the oldest segment that were looked through. */
    private int lookedThrough;
    /** Units of these that were copied forward. */
    private int survived;
    /** The key of the record that is looked at. */
    private byte[] keyCopy = new byte[64];

    ShardWriter(SegmentRing ring, ShardIndex index, HotAdmission admission, HotArenaConfig config) {
        this.ring = ring;
        this.index = index;
        this.admission = admission;
        recordUnitsMax = config.recordUnitsMax();
        pinnedUnitsMax = config.pinnedUnitsMax();
        survivorUnitsMax = (config.segmentBytes() >>> RecordDescriptor.UNIT_SHIFT) / 2;
    }

    ShardCounters counters() {
        return counters;
    }

    PutOutcome put(
            HotKey key,
            byte[] value,
            int offset,
            int length,
            long stamp,
            long expireAt,
            long now,
            @Nullable HotGuard guard) {
        if (!lock.tryLock()) {
            if (ring.isClosed()) {
                return PutOutcome.CLOSED;
            }
            counters.contended(key.storeId());
            return PutOutcome.CONTENDED;
        }
        try {
            PutOutcome outcome = store(key, value, offset, length, stamp, expireAt, now, guard);
            counters.ended(key.storeId(), outcome);
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    boolean invalidate(HotKey key) {
        return drop(key, PIN_NEVER_STAYS);
    }

    boolean hide(HotKey key, long now) {
        return drop(key, now);
    }

    /** Lets a key's record be hit no more; a pin that has not ended {@code now} stays. */
    private boolean drop(HotKey key, long now) {
        lock.lock();
        try {
            if (ring.isClosed()) {
                return false;
            }
            long bucket = index.bucket(key.hash());
            int slot = index.slotOf(bucket, key);
            if (slot == ShardIndex.NONE) {
                return false;
            }
            hide(bucket, slot, now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    PinOutcome pin(HotKey key, long until) {
        lock.lock();
        try {
            if (ring.isClosed()) {
                return PinOutcome.CLOSED;
            }
            long bucket = index.bucket(key.hash());
            int slot = index.slotOf(bucket, key);
            return slot == ShardIndex.NONE ? PinOutcome.ABSENT : pinRecord(bucket, slot, until);
        } finally {
            lock.unlock();
        }
    }

    /** Removes everything, in constant time: the ring passes all its records at once. */
    void clear() {
        lock.lock();
        try {
            if (ring.isClosed()) {
                return;
            }
            ring.releaseAll();
            lookedThrough = 0;
            survived = 0;
            pins.clear();
            counters.cleared();
        } finally {
            lock.unlock();
        }
    }

    /** Removes a store's records; as records keep their slots, giving the lock back now and then loses none. */
    void clear(int storeId) {
        for (int from = 0; from < index.buckets(); from += BUCKETS_AT_ONCE) {
            lock.lock();
            try {
                if (ring.isClosed()) {
                    return;
                }
                clear(storeId, from, Math.min(from + BUCKETS_AT_ONCE, index.buckets()));
            } finally {
                lock.unlock();
            }
        }
    }

    /** Ends the shard: the ring passes everything for ever, and nobody writes to it any more. */
    void close() {
        lock.lock();
        try {
            ring.close();
        } finally {
            lock.unlock();
        }
    }

    private PutOutcome store(
            HotKey key,
            byte[] value,
            int offset,
            int length,
            long stamp,
            long expireAt,
            long now,
            @Nullable HotGuard guard) {
        if (ring.isClosed()) {
            return PutOutcome.CLOSED;
        }
        if (RecordDescriptor.expired(expireAt, now)) {
            return PutOutcome.EXPIRED;
        }
        long size = RecordDescriptor.units(key.length(), length, stamp, expireAt);
        if (size > recordUnitsMax || key.length() > RecordDescriptor.KEY_BYTES_MOST) {
            return PutOutcome.TOO_LARGE;
        }
        int units = (int) size;
        if (!makeRoom(units, now)) {
            return PutOutcome.NO_ROOM;
        }
        long bucket = index.bucket(key.hash());
        int slot = index.slotOf(bucket, key);
        lastNow = now;
        long pinUntil = 0;
        boolean pinDropped = false;
        if (slot != ShardIndex.NONE) {
            pinUntil = pinUntil(bucket, slot, now);
            forget(BucketDescriptor.position(bucket, slot));
            pinDropped = pinUntil != 0 && !pinFits(units);
        } else {
            slot = index.slotToFill(bucket, pins, now);
            if (slot == ShardIndex.NONE) {
                return PutOutcome.BUCKET_PINNED;
            }
            if (index.live(bucket, slot)) {
                remove(bucket, slot, ShardCounters.DISPLACED);
            }
        }
        long position = ring.append(units);
        RecordDescriptor.write(ring.address(position), key, value, offset, length, stamp, expireAt);
        BucketDescriptor.publish(bucket, slot, key.hash(), position, guard != null);
        remember(position, pinDropped ? 0 : pinUntil);
        if (guard != null) {
            OffHeap.fullFence();
            if (!guard.stands()) {
                hide(bucket, slot, now);
                return PutOutcome.OVERTAKEN;
            }
            BucketDescriptor.show(bucket, slot);
        }
        return pinDropped ? PutOutcome.STORED_UNPINNED : PutOutcome.STORED;
    }

    /** Makes the open segment have room, with bounded work; false if that was not enough. */
    private boolean makeRoom(int units, long now) {
        lookThrough(units * PACE, now);
        if (ring.fits(units)) {
            return ring.freeSegments() > 0;
        }
        if (ring.freeSegments() < FREE_ENOUGH) {
            return false;
        }
        ring.openNext();
        return true;
    }

    private void lookThrough(int units, long now) {
        int left = units;
        while (ring.freeSegments() < FREE_ENOUGH && left > 0) {
            if (lookedThrough == ring.oldestUnits()) {
                ring.releaseOldest();
                lookedThrough = 0;
                survived = 0;
            } else {
                left -= lookAtNext(now);
            }
        }
    }

    /** Decides about the next record of the oldest segment; returns its units. */
    private int lookAtNext(long now) {
        long position = ring.oldestPosition(lookedThrough);
        long record = ring.address(position);
        long head = RecordDescriptor.head(record);
        if (head == 0) {
            lookedThrough++;
            return 1;
        }
        int units = RecordDescriptor.unitsOf(head);
        long hash = hash(record, head);
        long bucket = index.bucket(hash);
        int slot = index.slotOf(bucket, position);
        if (slot != ShardIndex.NONE) {
            if (stays(bucket, slot, hash, units, now)) {
                copyForward(bucket, slot, record, units, now);
            } else {
                remove(bucket, slot, ShardCounters.FALLEN_OUT);
            }
        }
        lookedThrough += units;
        return units;
    }

    private long hash(long record, long head) {
        int length = RecordDescriptor.keyLength(head);
        if (keyCopy.length < length) {
            keyCopy = new byte[length];
        }
        RecordDescriptor.copyKey(record, head, keyCopy);
        return KeyHash.hash(RecordDescriptor.storeId(record), keyCopy, 0, length);
    }

    private boolean stays(long bucket, int slot, long hash, int units, long now) {
        if (pinUntil(bucket, slot, now) != 0) {
            return true;
        }
        return !isHidden(bucket, slot)
                && !isExpired(index.record(bucket, slot), now)
                && survived + units <= survivorUnitsMax
                && admission.isHot(hash, BucketDescriptor.wasRead(bucket, slot));
    }

    private static boolean isExpired(long record, long now) {
        return RecordDescriptor.expired(RecordDescriptor.expireAt(record, RecordDescriptor.head(record)), now);
    }

    private static boolean isHidden(long bucket, int slot) {
        return BucketDescriptor.isHidden(BucketDescriptor.mark(bucket, slot));
    }

    private void copyForward(long bucket, int slot, long record, int units, long now) {
        if (!ring.fits(units)) {
            ring.openNext();
        }
        long pinUntil = pinUntil(bucket, slot, now);
        long position = ring.append(units);
        OffHeap.copy(record, ring.address(position), (long) units << RecordDescriptor.UNIT_SHIFT);
        forget(BucketDescriptor.position(bucket, slot));
        BucketDescriptor.moveTo(bucket, slot, position);
        remember(position, pinUntil);
        survived += units;
        counters.add(RecordDescriptor.storeId(record), ShardCounters.COPIED_FORWARD, 1);
    }

    private void clear(int storeId, int from, int to) {
        for (int number = from; number < to; number++) {
            long bucket = index.bucketAt(number);
            for (int slot = 0; slot < BucketDescriptor.SLOTS; slot++) {
                if (index.live(bucket, slot) && RecordDescriptor.storeId(index.record(bucket, slot)) == storeId) {
                    remove(bucket, slot, ShardCounters.INVALIDATED);
                }
            }
        }
    }

    private void remove(long bucket, int slot, int reason) {
        long position = BucketDescriptor.position(bucket, slot);
        forget(position);
        BucketDescriptor.clear(bucket, slot);
        counters.add(RecordDescriptor.storeId(ring.address(position)), reason, 1);
    }

    /** Lets a record be hit no more; it goes, unless it is pinned: then it keeps pin and room for the next one. */
    private void hide(long bucket, int slot, long now) {
        if (pinUntil(bucket, slot, now) == 0) {
            remove(bucket, slot, ShardCounters.INVALIDATED);
        } else {
            BucketDescriptor.hide(bucket, slot);
        }
    }

    private PinOutcome pinRecord(long bucket, int slot, long until) {
        long position = BucketDescriptor.position(bucket, slot);
        boolean pinned = pins.until(position) != 0;
        if (until != 0 && !pinned && !pinFits(unitsAt(position))) {
            return PinOutcome.OVER_SHARE;
        }
        forget(position);
        remember(position, until);
        if (until == 0 && isHidden(bucket, slot)) {
            remove(bucket, slot, ShardCounters.INVALIDATED);
        }
        if (until != 0) {
            return PinOutcome.PINNED;
        }
        return pinned ? PinOutcome.UNPINNED : PinOutcome.ABSENT;
    }

    private boolean pinFits(int units) {
        if (counters.get(ShardCounters.PINNED_UNITS) + units > pinnedUnitsMax) {
            pins.ended(lastNow).forEach(this::endPin);
        }
        return counters.get(ShardCounters.PINNED_UNITS) + units <= pinnedUnitsMax;
    }

    /** Gives back the share of a pin whose time is over. */
    private void endPin(long position) {
        int storeId = RecordDescriptor.storeId(ring.address(position));
        counters.add(storeId, ShardCounters.PINNED_UNITS, -unitsAt(position));
        pins.set(position, 0);
    }

    /** When a record's pin ends, 0 if it is not pinned; it ends with the record's time, unless it waits for the next one. */
    private long pinUntil(long bucket, int slot, long now) {
        long until = pins.until(BucketDescriptor.position(bucket, slot));
        return until > now && (isHidden(bucket, slot) || !isExpired(index.record(bucket, slot), now)) ? until : 0;
    }

    private int unitsAt(long position) {
        return RecordDescriptor.unitsOf(RecordDescriptor.head(ring.address(position)));
    }

    /** Counts a live record in, with its pin if not 0. */
    private void remember(long position, long pinUntil) {
        pins.set(position, pinUntil);
        count(position, 1);
    }

    /** Counts a live record out, with its pin. */
    private void forget(long position) {
        count(position, -1);
        pins.set(position, 0);
    }

    private void count(long position, int sign) {
        int storeId = RecordDescriptor.storeId(ring.address(position));
        int units = sign * unitsAt(position);
        counters.add(storeId, ShardCounters.ENTRIES, sign);
        counters.add(storeId, ShardCounters.USED_UNITS, units);
        if (pins.until(position) != 0) {
            counters.add(storeId, ShardCounters.PINNED_UNITS, units);
        }
    }
}
