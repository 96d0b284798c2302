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
 * <p>Figures, {@code HotArenaBenchmark.hit}: hits by keys of 16 bytes on values of 100, Zipf 0.99, JDK 17 on a virtual
 * machine with two cores at 2.5 GHz, arena and heap on huge pages, the keys laid out in the order in which they are drawn
 * for all contenders alike; nanoseconds, the error that of four iterations of 1 s; medians contain about 34 for the clock:
 *
 * <pre>
 *                                   arena       ConcurrentHashMap   Caffeine
 *  1 M entries, 1 thread, average   183 +- 7    231 +- 45           331 +- 29
 *  1 M entries, 2 threads, average  207 +- 29   241 +- 48           1,163 +- 4,194
 *  1 M entries, 1 thread, median    220         298
 *  1,000 entries, average / median  43 / 78     40 / 83
 * </pre>
 *
 * <p>The aim, a median of at most 100 ns over a million entries, is not met there: 40 of 100 hits take up to 111 ns (the
 * records in the second level of the caches), half of them 184, where index and record each wait for memory. A hit
 * allocates nothing ({@code -prof gc}: 0.05 bytes an operation, the harness's).
 *
 * <pre>
 *  ./mvnw -q -Pjmh -Dquick process-test-classes -pl tier-spi -am
 *  java @tier-spi/target/jmh.args HotArenaBenchmark.hit -t 1 -wi 2 -w 1 -i 4 -r 1 -prof gc     (-t 2; -bm sample)
 * </pre>
 *
 * <p>Rejected: a lock or a sequence for each record (a reader would write or the header grow); chains in the index (a
 * cache line a step); reference counts on records (readers would contend for the hottest);
 * counting readers in and out to know when memory can be released (two atomic additions, and a fence in every look-up).
 */
@NullMarked
package io.yggdrasil.tier.hot;

import org.jspecify.annotations.NullMarked;
