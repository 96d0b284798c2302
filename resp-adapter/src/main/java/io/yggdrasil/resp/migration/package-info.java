/**
 * Keys on their way to another server.
 *
 * <p>Purpose: MIGRATE. Entry point: {@link io.yggdrasil.resp.migration.GridMigration}, one a node.
 *
 * <p>Redis stands still while it waits for the other server. Here nothing is locked meanwhile: a migration is two clients, one of
 * the other server and one of this, from inside of the process, so that it reaches the keys of all nodes. It watches the keys
 * that it reads (WATCH, DUMP), has them restored there, and removes them here as one transaction, which fails when one of them
 * has changed on the way. Then each is sent again until it stood still. For clients the effect is Redis's: at no time is a key
 * nowhere, and no change is lost; but for a moment it may be at both servers.
 *
 * <p>One value at a time is in memory, as large as DUMP makes it.
 *
 * <p>Threads: each migration has one of some dozens of this package; of those that wait for one more than a thousand are refused, and
 * those end that do so for longer than they would wait for the other server. Cold.
 */
@NullMarked
package io.yggdrasil.resp.migration;

import org.jspecify.annotations.NullMarked;
