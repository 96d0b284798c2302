package io.yggdrasil.ignite.region;

import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.RegionChoice;
import io.yggdrasil.tier.region.RegionFault;
import org.jspecify.annotations.Nullable;

/**
 * A data region in a medium, as it is now.
 *
 * @param name its name
 * @param wanted the medium that the configuration asks for
 * @param chosen the medium that it is in
 * @param reason why that is another one; empty when it is not
 * @param description where it is
 * @param bytes what it takes of the medium
 * @param fault what has happened to the medium; null while it is sound
 */
public record RegionView(
        String name,
        MediumKind wanted,
        MediumKind chosen,
        String reason,
        String description,
        long bytes,
        @Nullable RegionFault fault) {
    static RegionView of(RegionChoice choice) {
        return new RegionView(
                choice.request().name(),
                choice.request().kind(),
                choice.kind(),
                choice.reason(),
                choice.region().description(),
                choice.region().bytes(),
                choice.region().fault());
    }
}
