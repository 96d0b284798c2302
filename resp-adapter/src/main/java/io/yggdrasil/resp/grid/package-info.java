/**
 * The keyspace over the grid.
 *
 * <p>Purpose: databases and keys as commands see them, kept in the entries of Ignite caches. Entry points:
 * {@link io.yggdrasil.resp.grid.Grid}, one a node, and {@link io.yggdrasil.resp.grid.GridKeyspaces}, one a thread that
 * runs commands. A string is a {@code byte[]} under the key's text; expiry is the entry's own.
 *
 * <p>Threads: {@code Grid} is shared; a {@code GridKeyspaces} belongs to one thread. Hot: reads and writes of strings.
 */
@NullMarked
package io.yggdrasil.resp.grid;

import org.jspecify.annotations.NullMarked;
