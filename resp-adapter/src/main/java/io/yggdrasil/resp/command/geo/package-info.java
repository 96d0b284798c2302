/**
 * Places on the globe: sorted sets whose scores are geohashes of 52 bits.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.geo.GeoCommands}. {@code GeoPoint} turns coordinates into scores and back,
 * {@code GeoArea} tells a few ranges of scores in which all of a searched shape lies. Threads: handlers keep no state.
 */
@NullMarked
package io.yggdrasil.resp.command.geo;

import org.jspecify.annotations.NullMarked;
