package io.yggdrasil.tier.region;

/**
 * A mapping and the part of it that is used.
 *
 * @param base where the mapping starts
 * @param mappedBytes how long it is
 * @param address where the used part starts
 * @param bytes how long that is
 */
record Span(long base, long mappedBytes, long address, long bytes) {}
