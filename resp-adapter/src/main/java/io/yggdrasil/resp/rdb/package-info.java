/**
 * Values in the form in which Redis writes them to its RDB files, and which DUMP and RESTORE exchange.
 *
 * <p>Entry points: {@link io.yggdrasil.resp.rdb.DumpPayload} for what DUMP answers, {@link io.yggdrasil.resp.rdb.RdbReader}
 * for values, {@link io.yggdrasil.resp.rdb.RdbWriter} for the way back; {@link io.yggdrasil.resp.rdb.RdbFileReader} and {@link
 * io.yggdrasil.resp.rdb.RdbFileWriter} for files, which carry values as payloads and look into none.
 *
 * <p>Reading takes every encoding of strings, lists, sets, sorted sets, hashes and streams that Redis 2.6 to 7.4 wrote;
 * writing uses the plain ones, which all of them read, and leaves it to the reader to pack them. Streams are written as Redis
 * 7.0 and 7.2 read them. What is read may come from anyone: lengths are believed only as far as there are bytes, and all that
 * does not add up is an {@link io.yggdrasil.resp.rdb.RdbFormatException}, before anything was changed.
 *
 * <p>Threads: objects are for one thread; static methods for any.
 */
@NullMarked
package io.yggdrasil.resp.rdb;

import org.jspecify.annotations.NullMarked;
