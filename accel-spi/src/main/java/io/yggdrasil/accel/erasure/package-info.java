/**
 * Erasure codes: k data slices and m parity slices, of which any k give back all.
 *
 * <p>Purpose: keep data through the loss of up to m devices at the price of m slices more. Entry point: {@link
 * io.yggdrasil.accel.erasure.ErasureCodec}, which an {@link io.yggdrasil.accel.Accelerator} makes.
 *
 * <p>The code: systematic Reed-Solomon over GF(2^8) with the polynomial 0x11d; the rows of its matrix are those of a Vandermonde
 * matrix ({@code r^c}) times the inverse of its upper square, as Backblaze's library has it. Every implementation has the same
 * matrix, so what one wrote any other reads. Slices are coded byte by byte, each position on its own: a range of all slices is a
 * code word of its own.
 *
 * <p>Threads: codecs are used by any number of threads at once. Hot: coding; making a codec and the first reconstruction of a
 * pattern of losses invert a matrix.
 */
@NullMarked
package io.yggdrasil.accel.erasure;

import org.jspecify.annotations.NullMarked;
