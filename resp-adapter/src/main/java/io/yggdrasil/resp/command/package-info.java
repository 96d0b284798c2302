/**
 * Commands: how they are declared, found and called.
 *
 * <p>Purpose: one table holds every command with its arity, flags, key positions, ACL categories and handler, and
 * answers COMMAND from the same facts. Entry points: {@link io.yggdrasil.resp.command.CommandTable},
 * {@link io.yggdrasil.resp.command.CommandFamily} to add commands and {@link io.yggdrasil.resp.command.Call}, through
 * which a handler sees its arguments, session, keyspace and reply. Families live in the packages below this one.
 *
 * <p>Threads: the table is filled at start and then only read. A call belongs to the thread that runs it. Hot: look-up
 * and calls allocate nothing.
 */
@NullMarked
package io.yggdrasil.resp.command;

import org.jspecify.annotations.NullMarked;
