/**
 * Clients that wait for keys: BLPOP and its like.
 *
 * <p>Purpose: a client whose command found nothing waits without a thread, and is served in the order in which clients
 * came. Entry point: {@link io.yggdrasil.resp.waiting.Waits}, one a node.
 *
 * <p>A {@code Waiter} stays on the node that its client is connected to, so a timeout, CLIENT UNBLOCK and a client that
 * leaves are settled there. It has a {@code Ticket} in the {@code WaitQueue} of each of its keys, at the node that is the
 * primary of the key. Whoever writes such a key offers it, right after the command, to the tickets in their turn; an
 * offer makes the waiter run its request anew, which may find nothing after all. So an element is taken by an ordinary
 * command only, for a client that is there. Where all keys are on the client's own node, the writer's thread runs that
 * request itself; otherwise the client's node does, on the usual way to the keys' owners, and the queue waits for it.
 *
 * <p>When owners change, each waiter looks again at the new ones and queues up there, with the time since when it waits.
 *
 * <p>Threads: any. Locks are taken in the order queue, waiter, slots. Hot is only the question whether anybody waits for
 * a key that is being written.
 */
@NullMarked
package io.yggdrasil.resp.waiting;

import org.jspecify.annotations.NullMarked;
