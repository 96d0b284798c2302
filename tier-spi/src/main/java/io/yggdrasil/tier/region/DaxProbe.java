package io.yggdrasil.tier.region;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import jdk.nio.mapmode.ExtendedMapMode;

/**
 * Finds out whether the files in a folder are mapped without a page cache. Mount options do not tell: a file system may
 * decide it for each file. So a small file is mapped in the mode that exists there only.
 */
public final class DaxProbe {
    private static final int PROBE_BYTES = 4096;

    private DaxProbe() {}

    /** Whether a folder that is there and may be written to is on a DAX file system. False where it cannot be told. */
    public static boolean isDax(Path folder) {
        try {
            return isDax(folder, "");
        } catch (RegionException e) {
            return false;
        }
    }

    static boolean isDax(Path folder, String medium) throws RegionException {
        Path probe;
        try {
            probe = Files.createTempFile(folder, ".yggdrasil-probe-", null);
        } catch (AccessDeniedException e) {
            throw RegionException.refused(medium + ": permission denied");
        } catch (IOException e) {
            throw RegionException.refused(medium + ": no file can be made in this folder: " + e.getMessage());
        }
        try (FileChannel channel = FileChannel.open(
                probe, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            channel.map(ExtendedMapMode.READ_WRITE_SYNC, 0, PROBE_BYTES);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // The system or the file system has no such mapping.
        }
    }
}
