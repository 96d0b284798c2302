/**
 * Redis's collections in terms of {@link io.yggdrasil.ignite.collection.Tree}s: what the elements' keys and values are.
 *
 * <p>Purpose: commands of a type say what they do to fields, members or places; how those lie in trees is said here, once.
 * Entry points: {@link io.yggdrasil.resp.collection.Fields} for hashes, sets and the members of sorted sets, {@link
 * io.yggdrasil.resp.collection.ListElements}, {@link io.yggdrasil.resp.collection.ScoredMembers}, {@link
 * io.yggdrasil.resp.collection.StreamLog} with {@link io.yggdrasil.resp.collection.StreamGroups}.
 *
 * <p>Threads: an object belongs to the command that opened it.
 */
@NullMarked
package io.yggdrasil.resp.collection;

import org.jspecify.annotations.NullMarked;
