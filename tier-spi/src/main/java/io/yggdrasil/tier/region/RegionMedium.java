package io.yggdrasil.tier.region;

/**
 * A source of regions. Implementations have no state but the description of the machine.
 *
 * <p>Threads: any. Failures: {@link RegionException}, with nothing left open. Limits: those of the machine.
 */
public interface RegionMedium {
    /** What it is a source of. */
    MediumKind kind();

    /**
     * Opens a region, whole: its size is there, as far as the system can promise that.
     *
     * @param request of this medium's kind
     * @throws RegionException saying why not, with path and size
     */
    MappedRegion open(RegionRequest request) throws RegionException;
}
