package io.yggdrasil.tier.region;

import java.nio.file.Path;

/**
 * A mounted file system.
 *
 * @param source what is mounted, as {@code /dev/pmem0}
 * @param point where
 * @param type its type, as {@code ext4}
 * @param isDax whether it is mounted so that files are mapped without a page cache
 */
public record Mount(String source, Path point, String type, boolean isDax) {
    @Override
    public String toString() {
        return point + " (" + type + " on " + source + ")";
    }
}
