/**
 * The Ignite plugin: what turns a plain Ignite node into a Yggdrasil node.
 *
 * <p>Ignite's internals are touched in {@code io.yggdrasil.ignite.internals} only.
 */
@NullMarked
package io.yggdrasil.ignite;

import org.jspecify.annotations.NullMarked;
