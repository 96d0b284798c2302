package io.yggdrasil.tier.simulate;

import java.util.List;

/** The fields of text formats. A field that is not what it should be is an {@code IllegalArgumentException}. */
final class TraceLines {
    private static final int BLOCK_BYTES = 512;
    private static final int BLOCKS_MAX = 1 << 20;
    private static final long FNV_BASIS = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    /** Adds what a line tells. */
    interface Line {
        void parse(List<String> fields, Trace.Builder trace);
    }

    private TraceLines() {}

    static void block(List<String> fields, Trace.Builder trace) {
        trace.add(Long.parseLong(fields.get(0)), 1);
    }

    static void blocks(List<String> fields, Trace.Builder trace) {
        addBlocks(Long.parseLong(fields.get(0)), Long.parseLong(fields.get(1)), 0, trace);
    }

    static void address(List<String> fields, Trace.Builder trace) {
        String address = fields.get(1);
        if (!address.startsWith("0x")) {
            throw new IllegalArgumentException("address=" + address);
        }
        trace.add(Long.parseUnsignedLong(address.substring(2), 16), 1);
    }

    static void timeKeySize(List<String> fields, Trace.Builder trace) {
        trace.add(Long.parseLong(fields.get(1)), Long.parseLong(fields.get(2)));
    }

    static void text(List<String> fields, Trace.Builder trace) {
        trace.add(hash(fields.get(0)), 1);
    }

    static void twitter(List<String> fields, Trace.Builder trace) {
        long bytes = Long.parseLong(fields.get(2)) + Long.parseLong(fields.get(3));
        if (fields.size() < 6) {
            throw new IllegalArgumentException("fields=" + fields.size());
        }
        trace.add(hash(fields.get(1)), bytes);
    }

    static void umass(List<String> fields, Trace.Builder trace) {
        long blocks = (Long.parseLong(fields.get(2)) + BLOCK_BYTES - 1) / BLOCK_BYTES;
        addBlocks(Long.parseLong(fields.get(1)), blocks, Long.parseLong(fields.get(0)), trace);
    }

    static void cambridge(List<String> fields, Trace.Builder trace) {
        long first = Long.parseLong(fields.get(4)) / BLOCK_BYTES;
        long blocks = (Long.parseLong(fields.get(5)) + BLOCK_BYTES - 1) / BLOCK_BYTES;
        addBlocks(first, blocks, Long.parseLong(fields.get(2)), trace);
    }

    static void wikipedia(List<String> fields, Trace.Builder trace) {
        if (fields.size() < 3) {
            throw new IllegalArgumentException("fields=" + fields.size());
        }
        trace.add(hash(fields.get(2)), 1);
    }

    private static void addBlocks(long first, long blocks, long disk, Trace.Builder trace) {
        if (blocks < 0 || blocks > BLOCKS_MAX) {
            throw new IllegalArgumentException("blocks=" + blocks);
        }
        for (long i = 0; i < blocks; i++) {
            trace.add((disk << 48) + first + i, 1);
        }
    }

    /** FNV-1a of 64 bits. */
    private static long hash(String text) {
        long hash = FNV_BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
