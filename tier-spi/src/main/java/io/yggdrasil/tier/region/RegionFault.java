package io.yggdrasil.tier.region;

/**
 * What has happened to the medium of an open region.
 *
 * @param lost whether its content is gone: an access fails, the region must not be used any more
 * @param reason in words for its operator
 */
public record RegionFault(boolean lost, String reason) {}
