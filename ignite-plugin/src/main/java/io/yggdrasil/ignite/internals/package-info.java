/**
 * The only package that touches Ignite's internals, each use with its reason, the version it was checked on, and a
 * start-up check in {@link io.yggdrasil.ignite.internals.InternalsCheck} that fails with a clear message when the hook is
 * gone.
 *
 * <p>Data-store decorator, entry point {@link io.yggdrasil.ignite.internals.DataStoreDecorator}: {@code WatchedOffheap}
 * and {@code WatchedPersistentOffheap} make the watched stores of in-memory and persistent groups, which report to a
 * {@code GroupWatch}. Hot path; runs on whatever thread touches a row, under Ignite's locks.
 */
@NullMarked
package io.yggdrasil.ignite.internals;

import org.jspecify.annotations.NullMarked;
