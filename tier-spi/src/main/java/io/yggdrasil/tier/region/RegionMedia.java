package io.yggdrasil.tier.region;

import io.yggdrasil.tier.region.RegionException.Reason;

/** The media that there are, and the choice among them at a start. */
public final class RegionMedia {
    private RegionMedia() {}

    /** The medium of a kind, on this machine. */
    public static RegionMedium of(MediumKind kind) {
        return of(kind, SystemTree.REAL);
    }

    static RegionMedium of(MediumKind kind, SystemTree tree) {
        return switch (kind) {
            case DRAM -> new DramMedium();
            case HUGE_PAGES -> new HugePageMedium(tree);
            case FILE -> new FileMedium();
            case FSDAX -> new FsdaxMedium(tree);
            case DEVDAX -> new DevdaxMedium(tree);
            case NUMA -> new NumaMedium(tree);
            case CXL -> new CxlMedium(tree);
        };
    }

    /**
     * Opens a region in the medium that is asked for or, where this machine has nothing of it and the request allows, in DRAM.
     *
     * @throws RegionException saying why there is none, with path and size
     */
    public static RegionChoice choose(RegionRequest request) throws RegionException {
        return choose(request, SystemTree.REAL);
    }

    static RegionChoice choose(RegionRequest request, SystemTree tree) throws RegionException {
        try {
            return new RegionChoice(
                    request, request.kind(), "", of(request.kind(), tree).open(request));
        } catch (RegionException e) {
            if (e.reason() != Reason.ABSENT || request.fallback() == RegionFallback.FAIL) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage());
            return new RegionChoice(request, MediumKind.DRAM, reason, twin(request, reason, tree));
        }
    }

    private static MappedRegion twin(RegionRequest request, String reason, SystemTree tree) throws RegionException {
        if (request.bytes() == 0) {
            throw RegionException.refused(reason + "; DRAM in its place needs a size, and there is none set");
        }
        long available = MemoryInventory.read(tree).availableBytes();
        if (available > 0 && request.bytes() > available) {
            throw RegionException.refused(reason + "; DRAM in its place cannot have " + ByteSize.text(request.bytes())
                    + ", of which " + ByteSize.text(available) + " is available");
        }
        return new DramMedium().open(RegionRequest.dram(request.name(), request.bytes()));
    }
}
