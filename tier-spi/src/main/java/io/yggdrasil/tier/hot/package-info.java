/**
 * The hot tier: a cache of the hottest entries in memory outside of the heap, so that a hit costs about one miss of the
 * processor's caches for the index and one for the record, takes no lock and makes no garbage. It knows nothing of
 * where entries come from; what makes a record stale is the caller's matter, who gives each a stamp and demands it.
 *
 * <p>Entry point: {@link io.yggdrasil.tier.hot.HotArena}, made from a {@link io.yggdrasil.tier.hot.HotArenaConfig} and a
 * {@link io.yggdrasil.tier.hot.HotAdmission}. Hot path: {@code get}; {@code put}, {@code invalidate} warm.
 *
 * <p>Threads: any. Readers take no lock. Writers, one at a time in a shard, by its lock; an insert that does not get it
 * at once is refused and counted.
 *
 * <p>Mechanism: shards by the hash's highest bits ({@code HotShard}). In each a ring of segments to which records are
 * appended ({@code SegmentRing}, {@code RecordDescriptor}), and an index of buckets of one cache line each
 * ({@code ShardIndex}, {@code BucketDescriptor}). A position names lap and place of a record and is never used twice
 * ({@code RingGeometry}): a reader copies the value and then asks whether the ring has passed the position. When the ring
 * comes round, each insert looks through a bounded piece of the oldest segment, copies forward what is pinned or hot,
 * and lets the rest fall out ({@code ShardWriter}). Readers are counted in and out ({@code ArenaGate}), so that closing
 * never takes memory away from under one; the same counts are the statistics.
 *
 * <p>Rejected: a lock or a sequence for each record (a reader would write or the header grow); chains in the index (a
 * cache line a step); reference counts on records (readers would contend for the hottest).
 */
@NullMarked
package io.yggdrasil.tier.hot;

import org.jspecify.annotations.NullMarked;
