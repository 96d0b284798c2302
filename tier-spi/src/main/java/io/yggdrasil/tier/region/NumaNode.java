package io.yggdrasil.tier.region;

/**
 * A NUMA node that has memory.
 *
 * @param id its number
 * @param hasProcessors whether it has any; one without is memory of another kind: CXL, persistent memory, or far
 * @param isCxl whether its memory is known to be CXL memory
 * @param totalBytes its memory
 * @param availableBytes what of it is free or can be freed at once
 */
public record NumaNode(int id, boolean hasProcessors, boolean isCxl, long totalBytes, long availableBytes) {}
