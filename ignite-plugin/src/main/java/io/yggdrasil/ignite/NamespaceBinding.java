package io.yggdrasil.ignite;

/**
 * Which keys a namespace holds: those of a database, or those of a database that start with a prefix.
 *
 * @param database database number, 0 to 15
 * @param prefix key prefix, compared by its UTF-8 bytes; empty for the whole database
 * @param name name of the namespace and of its cache
 * @param policy how the namespace keeps its entries
 */
public record NamespaceBinding(int database, String prefix, String name, NamespacePolicy policy) {
    /** Whether the binding takes only keys that start with a prefix. */
    public boolean isPrefix() {
        return !prefix.isEmpty();
    }
}
