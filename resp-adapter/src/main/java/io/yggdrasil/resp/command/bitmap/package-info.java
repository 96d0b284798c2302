/**
 * Commands on the bits of a string: single bits, counts, searches, operations over whole strings, integers of any width.
 *
 * <p>Bit 0 is the highest bit of the first byte, as in Redis. Entry point:
 * {@link io.yggdrasil.resp.command.bitmap.BitmapCommands}. Threads: handlers keep no state. Loops over bits run eight
 * bytes at a time.
 */
@NullMarked
package io.yggdrasil.resp.command.bitmap;

import org.jspecify.annotations.NullMarked;
