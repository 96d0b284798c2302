package io.yggdrasil.ignite.internals;

import org.apache.ignite.IgniteCheckedException;

/**
 * A row was refused since its in-memory region has no room for it. A checked one, unlike Ignite's own: that one stops the
 * node, and being unchecked inside a tree it passes for a broken tree as well.
 */
final class RegionFullException extends IgniteCheckedException {
    private static final long serialVersionUID = 0L;

    RegionFullException(String region, int bytes) {
        super("data region is full, region=" + region + ", bytes=" + bytes, null, false);
    }
}
