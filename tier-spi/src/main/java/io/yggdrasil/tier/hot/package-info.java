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
 * <p>Figures, {@code HotArenaBenchmark}: hits by keys of 16 bytes on values of 100, a million entries, Zipf 0.99, JDK 17 on
 * a virtual machine with two cores at 2.5 GHz and pages of 4 KB, nanoseconds; the error is that of three iterations of
 * 1 s, wide as the machine is shared:
 *
 * <pre>
 *                        arena       Caffeine    ConcurrentHashMap   no look-up
 *  1 thread, average     392 +- 178  557 +- 131  419 +- 333          3
 *  2 threads, average    327 +- 331  959 +- 997  354 +- 197
 *  1 thread, median      446         773         619                 40 (two readings of the clock)
 *  1 thread, 99 of 100   1,264       8,800       1,580               119
 * </pre>
 *
 * <p>The aim, a median of at most 100 ns, is not met there. Huge pages ({@code GLIBC_TUNABLES=glibc.malloc.hugetlb=1})
 * gave 272 +- 107 on average: the difference is within the error, but hints at the walks through page tables.
 *
 * <pre>
 *  ./mvnw -q -Pjmh -Dquick process-test-classes -pl tier-spi -am
 *  java @tier-spi/target/jmh.args HotArenaBenchmark -t 1 -wi 2 -w 1 -i 3 -r 1 -prof gc     (-t 2; -bm sample)
 * </pre>
 *
 * <p>Rejected: a lock or a sequence for each record (a reader would write or the header grow); chains in the index (a
 * cache line a step); reference counts on records (readers would contend for the hottest).
 */
@NullMarked
package io.yggdrasil.tier.hot;

import org.jspecify.annotations.NullMarked;
