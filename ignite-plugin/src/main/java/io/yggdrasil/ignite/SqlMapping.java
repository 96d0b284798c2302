package io.yggdrasil.ignite;

/**
 * The SQL table through which a namespace's strings are read.
 *
 * @param table name of the table inside the schema that carries the cache's name
 */
public record SqlMapping(String table) {}
