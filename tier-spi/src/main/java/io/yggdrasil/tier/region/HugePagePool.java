package io.yggdrasil.tier.region;

/**
 * Huge pages that the administrator has reserved.
 *
 * @param pageBytes the size of one
 * @param pages how many there are
 * @param freePages how many of them nobody uses or has been promised
 */
public record HugePagePool(long pageBytes, long pages, long freePages) {}
