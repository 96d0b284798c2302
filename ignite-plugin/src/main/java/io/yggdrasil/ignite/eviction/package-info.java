/**
 * Keeps in-memory regions under their watermark by evicting entries, one by one, the least useful first.
 *
 * <p>Entry point: {@link io.yggdrasil.ignite.eviction.Eviction}, from {@code Yggdrasil.of(ignite).eviction()}. SPI: {@link
 * io.yggdrasil.ignite.eviction.VictimChoice} orders victims in an own way, {@link io.yggdrasil.ignite.eviction.Demotion}
 * takes them over to a slower tier before they go.
 *
 * <p>How it works. One {@code RegionEvictor} a region measures bytes held and pages in use ({@code Watermarks} tells why
 * both). Above the watermark it does rounds ({@code EvictionRound}): each looks at some entries, {@code maxmemory-samples}
 * for each one that is to go, and evicts those of least worth. They are found with the hand of a clock that goes through
 * the trees of the partitions ({@code Tenant}), or through the tree of expire times for the volatile modes; there is no
 * table of entries. Worth is a frequency from a TinyLFU sketch, or the time of the last use from a coarse table ({@code
 * Uses}, 8 and 4 to 8 bytes an entry, only while a mode needs them); the policies of {@code tier-spi} want a node of a list
 * for every entry, of which a region can have a hundred million. With LFU an entry is not evicted in the first fiftieth of
 * the time in which all are replaced once, its window.
 *
 * <p>When pages stay in use though bytes do not, as sizes have changed or do not fit into pages, whole pages are emptied: of
 * large rows the ones of least worth, else all rows of the page, of some, whose rows are worth least in sum.
 *
 * <p>Where entries have copies: a node evicts those of which it is the primary, if they are unchanged, by a removal that the
 * copies get like any write. Of entries of which it has a backup it tells the primary key and version ({@code Proposals}),
 * so a node with little memory is relieved by the others.
 *
 * <p>Writers that come faster wait: Redis clients are held for a millisecond at a time and help, writers through Ignite's
 * doors wait before they take pages ({@code RegionPages}); after half a second they are refused. Ignite's own out-of-memory
 * error, which stops a node, is never reached.
 *
 * <p>Not there: eviction from persistent regions, where Ignite writes pages to disk; it is refused when it is configured.
 *
 * <p>Threads: one evictor a region; writers help on theirs. Counting uses is hot.
 */
@NullMarked
package io.yggdrasil.ignite.eviction;

import org.jspecify.annotations.NullMarked;
