/**
 * MULTI, EXEC, DISCARD, WATCH and UNWATCH.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.transaction.TransactionCommands}. What is queued and how it runs at
 * EXEC is the dispatcher's business; the commands here open and end transactions and remember watched keys. Threads:
 * handlers keep no state but the session's. Cold.
 */
@NullMarked
package io.yggdrasil.resp.command.transaction;

import org.jspecify.annotations.NullMarked;
