package io.yggdrasil.ignite.region;

import io.yggdrasil.tier.region.RegionRequest;

/**
 * A data region that a node is to have.
 *
 * @param request its medium and size
 * @param persistent whether Ignite keeps its entries on disk as well
 */
public record RegionDeclaration(RegionRequest request, boolean persistent) {}
