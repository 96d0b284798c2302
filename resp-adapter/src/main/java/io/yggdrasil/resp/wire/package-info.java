/**
 * The RESP2 and RESP3 wire: requests in, replies out.
 *
 * <p>Purpose: turn bytes into {@link io.yggdrasil.resp.wire.Request argument slices} without copying them, and
 * replies into bytes. Entry points: {@link io.yggdrasil.resp.wire.RequestParser} and
 * {@link io.yggdrasil.resp.wire.ReplyWriter}. Nothing here knows a socket, a command or a key.
 *
 * <p>Threads: every object is confined to one thread at a time; there is no sharing and no locking. Hot: a steady
 * stream of requests allocates nothing.
 */
@NullMarked
package io.yggdrasil.resp.wire;

import org.jspecify.annotations.NullMarked;
