/**
 * Collections of any size: one ordered, counted tree of packed nodes for all types.
 *
 * <p>Purpose: a hash, set, sorted set, list or stream of a million elements is changed by writing a few nodes of about
 * 4 KB, not the whole value. Entry point: {@link io.yggdrasil.ignite.collection.Collection}, which reads the root that
 * stands under the user's key, and its {@link io.yggdrasil.ignite.collection.Tree}s, which read and change elements.
 *
 * <p>Mechanism: a small collection is all in its root. A large one keeps the top of each tree in the root and the rest in
 * nodes. Nothing that the stored root can reach is ever overwritten: a change writes changed nodes under other ids, from
 * the leaf up, and the new root last, so that whoever reads, after whatever crash, finds the collection as it was before
 * or after the change, with its counts. The ids of the nodes that a change replaced are noted in the root and used for the
 * next change; so a change of an element is as many writes of equal size as the tree has levels, and neither makes nor
 * removes rows. Those that the root has no room for are removed, and their ids found again by trying. In a transaction
 * several changes follow each other before a root is stored; until then the ids that the stored root reaches are not used
 * again ({@link io.yggdrasil.ignite.collection.NodeStore#mayReuse}). Rejected: writing leaves in place where a crash leaves
 * something behind, with counts that are wrong then and a log to mend them.
 *
 * <p>Where a crash leaves nothing, as nodes are in the memory of one node only, most changed nodes take the place of those
 * that they were made of ({@link io.yggdrasil.ignite.collection.NodeStore#mayOverwrite}), after the new root is stored: then
 * a value of the same length costs one write beside the root's, however high the tree. Whoever reads meanwhile must be kept
 * from it, or look again. A collection may be kept and changed again after it was stored; then inner nodes are not read
 * again either.
 *
 * <p>Threads: a collection belongs to one thread. Hot: {@code Node} and the descent.
 */
@NullMarked
package io.yggdrasil.ignite.collection;

import org.jspecify.annotations.NullMarked;
