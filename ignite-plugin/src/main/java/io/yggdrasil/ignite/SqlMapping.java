package io.yggdrasil.ignite;

import org.jspecify.annotations.Nullable;

/**
 * The SQL table over a namespace's strings: column {@code _KEY} is the key as text, {@code _VAL} the value's bytes. Rows
 * that SQL inserts, merges, updates and deletes are ordinary entries to Redis and to every Ignite client.
 *
 * <p>UPDATE and DELETE need {@code WHERE _KEY = ...}. With any other condition Ignite first selects the rows and then
 * compares each value with what it selected, arrays by identity, so it answers "modified concurrently" and changes
 * nothing. SELECT has no such limit; {@code UTF8TOSTRING(_VAL)} and {@code STRINGTOUTF8('text')} convert.
 *
 * <p>Ignite's index takes keys of one class, so a namespace with a table holds text keys only: {@link Namespace#key}
 * refuses others. Entries that are not strings (hashes, lists, ...) are not rows.
 *
 * @param schema schema of the table, null for one with the name of the cache, which SQL must quote: {@code "db0"}
 * @param table name of the table
 */
public record SqlMapping(@Nullable String schema, String table) {}
