package io.yggdrasil.ignite.internals;

import org.jspecify.annotations.Nullable;

/** The maker of data stores of a cache group that may be watched. */
interface Watching {
    /** The group's watch; null where the plugin does not bind the group's cache. */
    @Nullable
    GroupWatch watch();
}
