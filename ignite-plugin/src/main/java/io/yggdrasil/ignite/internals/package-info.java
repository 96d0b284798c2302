/**
 * The only package that touches Ignite's internals, each use with its reason, the version it was checked on, and a
 * start-up check in {@link io.yggdrasil.ignite.internals.InternalsCheck} that fails with a clear message when the hook is
 * gone.
 *
 * <p>Data-store decorator, entry point {@link io.yggdrasil.ignite.internals.DataStoreDecorator}: {@code WatchedOffheap}
 * and {@code WatchedPersistentOffheap} make the watched stores of in-memory and persistent groups, which report to a
 * {@code GroupWatch}. Hot path; runs on whatever thread touches a row, under Ignite's locks. What it costs, in CPU time of
 * a thread on a 2-core machine that was busy besides (JDK 17; one in-memory node, 10,000 rows, 16-byte keys, 100-byte
 * values; mean of 12 JVMs in which the ways took turns, with its standard error):
 *
 * <pre>
 *                      Ignite's own    watched          with a listener   the same node twice
 *   cache.get           856 ns, 920 B  +1.9 % +- 0.8    +1.5 % +- 0.9     +0.1 % +- 0.7
 *   cache.put          1642 ns, 2 KB   +2.2 % +- 0.6    +2.6 % +- 0.6     +0.3 % +- 0.4
 *   offheap().read      490 ns, 344 B  -0.3 % +- 1.3    +0.7 % +- 0.8     +0.1 % +- 0.5
 * </pre>
 *
 * The bytes allocated are the same in all of them. To measure:
 *
 * <pre>
 *   ./mvnw -q -Pjmh -Dquick process-test-classes -pl ignite-plugin -am
 *   java &#64;ignite-plugin/target/jmh.args DecoratorComparison
 * </pre>
 *
 * <p>Expiry, entry point {@link io.yggdrasil.ignite.internals.ActiveExpiry}: takes the place of Ignite's clean-up in the
 * watched caches. Some threads have every so many partitions each; {@code PartitionExpiry} tells where something is due,
 * {@code ExpiredEntries} takes a batch in the order of time from the partition's tree ({@code PendingTree} in memory,
 * Ignite's own on disk), {@code ExpiredEntry} removes each under its lock, through the decorator; {@code PurgePace} says
 * when to rest. Cold beside commands; what it costs them: {@code ./yggdrasil bench --plan expiry}.
 *
 * <p>Transactions, entry point {@link io.yggdrasil.ignite.internals.EntryScope#holdWrites}: the writes of a transaction are
 * kept back ({@code HeldWrites}) and applied together at its end, so that a crash leaves all of them or none. One changed
 * entry is applied as ever. Several are put into the log as one record first ({@code LogBatch}), where entries are on disk;
 * and their copies on another node get them in one message ({@code BackupWrites}), which a node applies before it answers
 * for the partition. Where that is not enough, as copies are on different nodes, entries in several caches or on several
 * primaries, or a log would know what no copy does, all nodes that have copies are told the writes before the first is made
 * ({@link io.yggdrasil.ignite.internals.Intents}), and complete them when the writer is lost
 * ({@link io.yggdrasil.ignite.internals.IntentRedo}). Rejected: a journal among the entries, which costs a write before and a
 * removal behind each transaction, in the log and on every copy.
 *
 * <p>Not held together: what is written by FLUSHALL, FLUSHDB, SWAPDB and scripts within a transaction, and what is before and
 * what is behind them; a transaction whose values are more than half of the log's buffer, in the log of a node that is killed
 * before it has written them all; entries that near caches of Ignite clients hold, which travel on their own.
 *
 * <p>Between the steps of a write stands {@link io.yggdrasil.ignite.internals.WriteSteps}, where tests end the process.
 */
@NullMarked
package io.yggdrasil.ignite.internals;

import org.jspecify.annotations.NullMarked;
