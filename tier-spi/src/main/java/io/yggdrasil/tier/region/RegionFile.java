package io.yggdrasil.tier.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that is a region: allocated on disk to its last block, for a block that is missing when a page is touched ends the
 * thread that touches it; and without a name, so that nobody shortens or finds it and it goes with the process.
 */
final class RegionFile {
    private final Path folder;
    private final int fd;
    private final long bytes;
    private final @Nullable Path device;

    private RegionFile(Path folder, int fd, long bytes) {
        this.folder = folder;
        this.fd = fd;
        this.bytes = bytes;
        this.device = device(folder);
    }

    /** Makes one of so many bytes; the words are those of the medium, before the size. */
    static RegionFile create(Path folder, long bytes, String medium) throws RegionException {
        int fd;
        try {
            fd = createUnnamed(folder);
        } catch (SystemCallException e) {
            throw RegionException.refused(medium + ": no file of size " + ByteSize.text(bytes)
                    + " can be made in this folder: " + e.getMessage());
        } catch (IOException e) {
            throw RegionException.refused(medium + ": " + e);
        }
        try {
            requireSpace(folder, bytes, medium);
            SystemCalls.allocate(fd, bytes);
            return new RegionFile(folder, fd, bytes);
        } catch (SystemCallException e) {
            SystemCalls.close(fd);
            throw RegionException.refused(medium + ": " + ByteSize.text(bytes) + " wanted: " + e.getMessage());
        } catch (RegionException e) {
            SystemCalls.close(fd);
            throw e;
        }
    }

    private static int createUnnamed(Path folder) throws SystemCallException, IOException {
        Path file = folder.resolve(".yggdrasil-region-" + UUID.randomUUID());
        int fd = SystemCalls.create(file);
        try {
            Files.delete(file);
        } catch (IOException e) {
            SystemCalls.close(fd);
            throw e;
        }
        return fd;
    }

    /** Allocating does it as well, having filled the disk before. */
    private static void requireSpace(Path folder, long bytes, String medium) throws RegionException {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (bytes > free) {
                throw RegionException.refused(
                        medium + ": " + ByteSize.text(bytes) + " wanted, " + ByteSize.text(free) + " free");
            }
        } catch (IOException e) {
            throw RegionException.refused(medium + ": its free space cannot be told: " + e.getMessage());
        }
    }

    /** The block device below a folder, as sysfs has it; null for a file system that has none of its own. */
    private static @Nullable Path device(Path folder) {
        try {
            long number = (Long) Files.getAttribute(folder, "unix:dev");
            long major = number >>> 8 & 0xfff;
            long minor = number & 0xff | number >>> 12 & 0xfff00;
            Path device = Path.of("/sys/dev/block", major + ":" + minor);
            return Files.exists(device) ? device.toRealPath() : null;
        } catch (IOException e) {
            return null;
        }
    }

    int fd() {
        return fd;
    }

    /** What has happened to it. */
    @Nullable
    RegionFault fault() {
        if (device != null && !Files.exists(device)) {
            return new RegionFault(true, "the device " + device.getFileName() + " below " + folder + " is gone");
        }
        long now = SystemCalls.length(fd);
        if (now < bytes) {
            return new RegionFault(
                    true,
                    "its file in " + folder + " has been cut from " + ByteSize.text(bytes) + " to "
                            + ByteSize.text(Math.max(now, 0)));
        }
        return null;
    }

    void close() {
        SystemCalls.close(fd);
    }
}
