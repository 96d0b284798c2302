/*
 * Multiplies slices by a matrix over GF(2^8) with the polynomial 0x11d: doubles each input seven times, all bytes of a vector at
 * once, and adds each double to the outputs whose coefficient has that bit. No tables of products: a processor finds no
 * permutation of bytes in OpenCL C, and reads of a table by each byte are what a GPU is slowest at.
 *
 * Compiled with WIDTH, the words of a vector. The whole text comes once for each ROWS, how many outputs there are, and makes the
 * kernel code1, code2, ...
 */
#ifndef BITS
#define BITS 8
#define PASTE(a, b) a##b
#define NAME(a, b) PASTE(a, b)
#define LOAD NAME(vload, WIDTH)
#define STORE NAME(vstore, WIDTH)

typedef NAME(uint, WIDTH) words;

static words twice(words x) {
    words high = x & 0x80808080u;
    return ((x ^ high) << 1) ^ ((high - (high >> 7)) & 0x1d1d1d1du);
}

static uchar twice_byte(uchar x) {
    return (uchar) ((x << 1) ^ (x & 0x80 ? 0x1d : 0));
}
#endif

/*
 * first: 0 where outputs are written, else what is computed is added to them.
 * mask: where in the masks those of this pass begin. For each input and each output there is a word for each bit.
 * Each work item makes span vectors; the first one makes the bytes behind the last vector, too.
 */
__kernel void NAME(code, ROWS)(
        uint length, uint span, uint first, uint inputs, uint mask, __global const uint *masks,
        __global const uint *i0, __global const uint *i1, __global const uint *i2, __global const uint *i3,
        __global const uint *i4, __global const uint *i5, __global const uint *i6, __global const uint *i7,
        __global uint *o0, __global uint *o1, __global uint *o2, __global uint *o3) {
    __global const uint *in[] = {i0, i1, i2, i3, i4, i5, i6, i7};
    __global uint *out[] = {o0, o1, o2, o3};
    __global const uint *bits = masks + mask;
    size_t vectors = length / (WIDTH * sizeof(uint));
    size_t from = get_global_id(0) * span;
    size_t to = min(from + span, vectors);
    for (size_t at = from; at < to; at++) {
        words sum[ROWS];
        #pragma unroll
        for (uint row = 0; row < ROWS; row++) {
            sum[row] = first ? LOAD(at, out[row]) : (words) 0;
        }
        for (uint i = 0; i < inputs; i++) {
            words x = LOAD(at, in[i]);
            #pragma unroll
            for (uint bit = 0; bit < BITS; bit++) {
                #pragma unroll
                for (uint row = 0; row < ROWS; row++) {
                    sum[row] ^= x & bits[(i * ROWS + row) * BITS + bit];
                }
                x = twice(x);
            }
        }
        #pragma unroll
        for (uint row = 0; row < ROWS; row++) {
            STORE(sum[row], at, out[row]);
        }
    }
    if (get_global_id(0) == 0) {
        for (size_t at = vectors * WIDTH * sizeof(uint); at < length; at++) {
            for (uint row = 0; row < ROWS; row++) {
                __global uchar *o = (__global uchar *) out[row];
                uchar sum = first ? o[at] : 0;
                for (uint i = 0; i < inputs; i++) {
                    uchar x = ((__global const uchar *) in[i])[at];
                    for (uint bit = 0; bit < BITS; bit++) {
                        sum ^= x & (uchar) bits[(i * ROWS + row) * BITS + bit];
                        x = twice_byte(x);
                    }
                }
                o[at] = sum;
            }
        }
    }
}
