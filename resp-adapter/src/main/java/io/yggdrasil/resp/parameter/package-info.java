/**
 * The parameters of CONFIG GET and CONFIG SET.
 *
 * <p>Purpose: Redis's parameters by name, each with its type, range, default and whether it may change while the server
 * runs. Entry point: {@link io.yggdrasil.resp.parameter.Parameters}; the declarations are in
 * {@link io.yggdrasil.resp.parameter.RedisParameters}.
 *
 * <p>Every parameter that Redis 7.2 has is kept: a client that sets one reads the same value back. Those that have an
 * effect here are the ones of the {@code live} list in {@link io.yggdrasil.resp.parameter.RedisParameters}; the others
 * (the append-only file, RDB, replication, TLS, defragmentation, the encodings' limits) describe machinery that an
 * Ignite grid does in its own way, so their values are remembered and change nothing.
 *
 * <p>Threads: reads are volatile and cheap; changes are made one at a time. Not hot, save for reads of single values.
 */
@NullMarked
package io.yggdrasil.resp.parameter;

import org.jspecify.annotations.NullMarked;
