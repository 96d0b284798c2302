package io.yggdrasil.tier.region;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file on any file system, mapped. Its pages are those of the system's page cache, which writes them out as it likes. */
final class FileMedium implements RegionMedium {
    @Override
    public MediumKind kind() {
        return MediumKind.FILE;
    }

    @Override
    public MappedRegion open(RegionRequest request) throws RegionException {
        Path folder = request.requiredPath();
        if (!SystemCalls.areSupported()) {
            throw RegionException.absent("file in " + folder + ": this system's way to map files is not known");
        }
        String medium = "file in " + folder;
        if (!Files.isDirectory(folder)) {
            throw RegionException.refused(medium + ": there is no such folder");
        }
        long bytes = ByteSize.roundUp(request.bytes(), SystemCalls.UNIT_BYTES);
        RegionFile file = RegionFile.create(folder, bytes, medium);
        try {
            return new Mapping(
                    SystemCalls.mapShared(file.fd(), bytes), "a file in " + folder, file::fault, file::close);
        } catch (SystemCallException e) {
            file.close();
            throw RegionException.refused(
                    medium + ": " + ByteSize.text(bytes) + " cannot be mapped: " + e.getMessage());
        }
    }
}
