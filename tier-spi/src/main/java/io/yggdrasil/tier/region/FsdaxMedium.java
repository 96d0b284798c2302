package io.yggdrasil.tier.region;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file on a DAX file system, mapped without a page cache: its pages are persistent memory itself. */
final class FsdaxMedium implements RegionMedium {
    private final SystemTree tree;

    FsdaxMedium(SystemTree tree) {
        this.tree = tree;
    }

    @Override
    public MediumKind kind() {
        return MediumKind.FSDAX;
    }

    @Override
    public MappedRegion open(RegionRequest request) throws RegionException {
        Path folder = request.requiredPath();
        String medium = "fsdax in " + folder;
        if (!SystemCalls.areSupported()) {
            throw RegionException.absent(medium + ": this system has no DAX that is known");
        }
        if (!Files.exists(folder)) {
            throw RegionException.absent(medium + ": there is no such folder");
        }
        if (!Files.isDirectory(folder)) {
            throw RegionException.refused(medium + ": this is no folder");
        }
        if (!DaxProbe.isDax(folder, medium)) {
            throw RegionException.absent(medium + ": this is not on a DAX file system"
                    + MemoryInventory.read(tree)
                            .mountOf(folder.toAbsolutePath())
                            .map(mount -> ", but in " + mount)
                            .orElse(""));
        }
        return map(folder, ByteSize.roundUp(request.bytes(), SystemCalls.UNIT_BYTES), medium);
    }

    private static MappedRegion map(Path folder, long bytes, String medium) throws RegionException {
        RegionFile file = RegionFile.create(folder, bytes, medium);
        try {
            return new Mapping(
                    SystemCalls.mapSynchronous(file.fd(), bytes), "DAX in " + folder, file::fault, file::close);
        } catch (SystemCallException e) {
            file.close();
            throw RegionException.refused(
                    medium + ": " + ByteSize.text(bytes) + " cannot be mapped: " + e.getMessage());
        }
    }
}
