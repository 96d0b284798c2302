package io.yggdrasil.tier.region;

/**
 * A region that was opened.
 *
 * @param request what was asked for
 * @param kind the medium that it is in
 * @param reason why it is not the one that was asked for; empty when it is
 * @param region the region
 */
public record RegionChoice(RegionRequest request, MediumKind kind, String reason, MappedRegion region) {
    /** Whether it is in DRAM in place of what was asked for. */
    public boolean isTwin() {
        return !reason.isEmpty();
    }
}
