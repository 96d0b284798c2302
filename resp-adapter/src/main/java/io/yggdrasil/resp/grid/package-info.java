/**
 * The keyspace over the grid.
 *
 * <p>Purpose: databases and keys as commands see them, kept in the entries of Ignite caches. Entry points:
 * {@link io.yggdrasil.resp.grid.Grid}, one a node, and {@link io.yggdrasil.resp.grid.GridKeyspaces}, one a thread that
 * runs commands. A string is a {@code byte[]} under the key's text; expiry is the entry's own.
 *
 * <p>Each thread keeps the large collections that it used last ({@code KnownCollections}), while the rows of their roots stay
 * as they are. Of HGET on a hash of 100,000 the root and a node between it and the leaf were half.
 *
 * <p>Threads: {@code Grid} is shared; a {@code GridKeyspaces} belongs to one thread. Hot: reads and writes of strings.
 */
@NullMarked
package io.yggdrasil.resp.grid;

import org.jspecify.annotations.NullMarked;
