/**
 * The hot tier: a cache of the hottest entries in memory outside of the heap, so that a hit costs about one miss of the
 * processor's caches for the index and one for the record, takes no lock and makes no garbage. It knows nothing of
 * where entries come from; what makes a record stale is the caller's matter, who gives each a stamp and demands it.
 *
 * <p>Entry point: {@link io.yggdrasil.tier.hot.HotArena}, made from a {@link io.yggdrasil.tier.hot.HotArenaConfig} and a
 * {@link io.yggdrasil.tier.hot.HotAdmission}. Hot path: {@code HotReader.get}; {@code put}, {@code invalidate} warm.
 *
 * <p>Threads: any. Readers take no lock. Writers, one at a time in a shard, by its lock; an insert that does not get it
 * at once is refused and counted.
 *
 * <p>Mechanism: shards by the hash's highest bits ({@code HotShard}). In each a ring of segments to which records are
 * appended ({@code SegmentRing}, {@code RecordDescriptor}), and an index of buckets of one cache line each
 * ({@code ShardIndex}, {@code BucketDescriptor}). A position names lap and place of a record and is never used twice
 * ({@code RingGeometry}): a reader copies the value and then asks whether the ring has passed the position. When the ring
 * comes round, each insert looks through a bounded piece of the oldest segment, copies forward what is pinned or hot,
 * and lets the rest fall out ({@code ShardWriter}). Each thread looks up through a {@link io.yggdrasil.tier.hot.HotReader}
 * of its own, which counts how it ended. Closing lets the rings pass everything for ever and gives the memory back, but the
 * addresses stay mapped while anybody has the arena ({@code ArenaMemory}), so that nobody waits for a reader.
 *
 * <p>Figures: {@code HotArenaBenchmark}.
 *
 * <pre>
 *  ./mvnw -q -Pjmh -Dquick process-test-classes -pl tier-spi -am
 *  java @tier-spi/target/jmh.args HotArenaBenchmark -t 1 -wi 2 -w 1 -i 3 -r 1 -prof gc     (-t 2; -bm sample)
 * </pre>
 *
 * <p>Rejected: a lock or a sequence for each record (a reader would write or the header grow); chains in the index (a
 * cache line a step); reference counts on records (readers would contend for the hottest);
 * counting readers in and out to know when memory can be released (two atomic additions, and a fence in every look-up).
 */
@NullMarked
package io.yggdrasil.tier.hot;

import org.jspecify.annotations.NullMarked;
