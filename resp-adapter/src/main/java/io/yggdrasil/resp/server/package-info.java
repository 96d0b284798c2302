/**
 * The sockets.
 *
 * <p>Purpose: accept connections, read requests in batches, hand them to the executor of the event loop, and write
 * replies back in order. Entry point: {@link io.yggdrasil.resp.server.RespServer}. Netty is used here and nowhere else.
 *
 * <p>A {@code Connection} parses and runs requests; {@code Holds} says why it does not at the moment, {@code LateReplies}
 * are those that come after their requests were run, {@code ForwardedRequests} those that other nodes run, {@code Output}
 * what the client has not taken yet.
 *
 * <p>Threads: one event loop a core; a connection lives on one loop, and so do the executor, the scratch buffers and the
 * reply writer that its connections share. Hot: a batch of requests costs one read, one write and one copy each way.
 */
@NullMarked
package io.yggdrasil.resp.server;

import org.jspecify.annotations.NullMarked;
