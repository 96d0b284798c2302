/**
 * The Ignite plugin: what turns a plain Ignite node into a Yggdrasil node.
 *
 * <p>A user puts a {@link io.yggdrasil.ignite.YggdrasilConfiguration} into the node's configuration; Ignite finds {@link
 * io.yggdrasil.ignite.YggdrasilPluginProvider} and starts the plugin; code asks {@link
 * io.yggdrasil.ignite.Yggdrasil#of} for the {@link io.yggdrasil.ignite.Namespaces}, which bind database numbers and key
 * prefixes to Ignite caches. Looking up a running namespace is hot and never blocks; starting one waits for the grid.
 *
 * <p>Ignite's internals are touched in {@code io.yggdrasil.ignite.internals} only.
 */
@NullMarked
package io.yggdrasil.ignite;

import org.jspecify.annotations.NullMarked;
