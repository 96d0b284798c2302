/**
 * The narrow waist between commands and storage.
 *
 * <p>Purpose: everything that a command may do to keys, without a word of Ignite. Entry point:
 * {@link io.yggdrasil.resp.keyspace.Keyspace}; its implementation over the grid lives in
 * {@code io.yggdrasil.resp.grid}, and tests of commands use one in plain memory.
 *
 * <p>Threads: a keyspace belongs to the thread that runs a command. Hot: reads and writes of strings.
 */
@NullMarked
package io.yggdrasil.resp.keyspace;

import org.jspecify.annotations.NullMarked;
