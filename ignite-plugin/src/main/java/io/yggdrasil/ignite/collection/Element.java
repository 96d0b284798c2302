package io.yggdrasil.ignite.collection;

/**
 * An element of a tree.
 *
 * @param key empty in trees that are ordered by place
 */
@SuppressWarnings("ArrayRecordComponent") // A pair to take apart, never compared.
public record Element(byte[] key, byte[] value) {}
