package io.yggdrasil.resp.rdb;

/**
 * Numbers of the form of streams.
 *
 * <pre>
 *   stream    nodes { id (string of 16 bytes), listpack } entries, last id, [first id, greatest id deleted, entries ever added],
 *             groups { name, last id, [entries read], pending { raw id, delivered (u64), deliveries }, consumers }
 *   consumer  name, seen (u64), [active (u64)], pending { raw id }
 *   listpack  entries, deleted entries, names n, n times: name, 0
 *             { flags, millis and sequence less those of the node's id, DELETED or not, then
 *               SAME_NAMES: n times: value | names m, m times: name, value;
 *               number of elements of this entry so far }
 * </pre>
 *
 * Ids are two lengths, raw ones 16 bytes, high first; times are milliseconds since 1970, low byte first. What is in brackets
 * came with later types: {@link RdbType#STREAM_LISTPACKS_2}, the time active with {@link RdbType#STREAM_LISTPACKS_3}.
 */
final class StreamForm {
    static final int DELETED = 1;
    static final int SAME_NAMES = 2;

    /** Flags, millis, sequence. */
    static final int ENTRY_ELEMENTS = 3;

    private StreamForm() {}
}
