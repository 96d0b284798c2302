package io.yggdrasil.tier.region;

/**
 * Memory in huge pages: transparent ones, which the system makes where it can, or those of a pool, which are reserved for the
 * region at once and are never anything else.
 */
final class HugePageMedium implements RegionMedium {
    private final SystemTree tree;

    HugePageMedium(SystemTree tree) {
        this.tree = tree;
    }

    @Override
    public MediumKind kind() {
        return MediumKind.HUGE_PAGES;
    }

    @Override
    public MappedRegion open(RegionRequest request) throws RegionException {
        MemoryInventory inventory = MemoryInventory.read(tree);
        return request.hugePageBytes() == 0 ? transparent(request, inventory) : pool(request, inventory);
    }

    private MappedRegion transparent(RegionRequest request, MemoryInventory inventory) throws RegionException {
        if (!inventory.hasTransparentHugePages()) {
            String mode = inventory.transparentHugePages();
            throw RegionException.absent("transparent huge pages: this system has "
                    + (mode.isEmpty()
                            ? "none"
                            : "them switched off, /" + SystemTree.TRANSPARENT_HUGE_PAGES + " is " + mode));
        }
        return new DramMedium().open(request);
    }

    private MappedRegion pool(RegionRequest request, MemoryInventory inventory) throws RegionException {
        long pageBytes = request.hugePageBytes();
        String pages = "huge pages of " + ByteSize.text(pageBytes);
        long bytes = ByteSize.roundUp(request.bytes(), pageBytes);
        HugePagePool pool = inventory.pools().stream()
                .filter(one -> one.pageBytes() == pageBytes)
                .findFirst()
                .orElseThrow(() -> RegionException.absent(pages + ": none are reserved (nr_hugepages)"));
        long free = pool.freePages() * pageBytes;
        if (bytes > free) {
            throw RegionException.refused(pages + ": " + ByteSize.text(bytes) + " wanted, " + ByteSize.text(free)
                    + " free of " + ByteSize.text(pool.pages() * pageBytes) + " that are reserved (nr_hugepages)");
        }
        try {
            return new Mapping(SystemCalls.mapPool(bytes, pageBytes), "a pool of " + pages, Mapping.SOUND, () -> {});
        } catch (SystemCallException e) {
            throw RegionException.refused(pages + ": " + ByteSize.text(bytes) + " wanted: " + e.getMessage());
        }
    }
}
