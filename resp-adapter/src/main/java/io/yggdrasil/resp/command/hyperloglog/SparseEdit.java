package io.yggdrasil.resp.command.hyperloglog;

import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.HEADER_BYTES;

/**
 * Raises single registers of a sparse value by splitting the run they are in and merging what became equal.
 *
 * <p>The same register values can be coded in many ways; the splits and the reach of the merge are those of Redis, so
 * that both end with the same bytes, and turn dense at the same addition.
 */
final class SparseEdit {
    /** How raising a register went. */
    enum Outcome {
        UNCHANGED,
        RAISED,
        /** It needs the dense encoding; nothing was changed. */
        TOO_LARGE,
        /** The runs do not cover the register; nothing was changed. */
        CORRUPT
    }

    private static final int MERGE_STEPS = 5;
    private static final int SPLIT_BYTES_MAX = 5;
    private static final int ROOM_BYTES = 64;

    private final byte[] split = new byte[SPLIT_BYTES_MAX];
    private byte[] bytes;
    private int end;
    private boolean isOurs;

    /** Makes an edit of a value, which is copied before it is changed. */
    SparseEdit(byte[] value) {
        bytes = value;
        end = value.length;
    }

    /** The bytes; the first {@link #end()} count. */
    byte[] bytes() {
        return bytes;
    }

    /** Length of the value. */
    int end() {
        return end;
    }

    /** The bytes to write to: a copy, once. */
    byte[] ours() {
        if (!isOurs) {
            bytes = java.util.Arrays.copyOf(bytes, end + ROOM_BYTES);
            isOurs = true;
        }
        return bytes;
    }

    /** Makes register {@code index} hold at least {@code register}, in at most {@code bytesMax} bytes. */
    Outcome raise(int index, int register, int bytesMax) {
        if (register > HyperLogLogDescriptor.VALUE_MAX) {
            return Outcome.TOO_LARGE;
        }
        int at = HEADER_BYTES;
        int before = HEADER_BYTES;
        int first = 0;
        int length = 0;
        while (at < end) {
            length = HyperLogLogDescriptor.runLength(bytes, at, end);
            if (index < first + length) {
                break;
            }
            before = at;
            first += length;
            at += HyperLogLogDescriptor.runBytes(bytes[at]);
        }
        if (at >= end || at + HyperLogLogDescriptor.runBytes(bytes[at]) > end) {
            return Outcome.CORRUPT;
        }
        byte code = bytes[at];
        boolean isValue = HyperLogLogDescriptor.isValue(code);
        if (isValue && HyperLogLogDescriptor.runValue(code) >= register) {
            return Outcome.UNCHANGED;
        }
        int splitBytes = split(isValue ? HyperLogLogDescriptor.runValue(code) : 0, index - first, length, register);
        int grown = splitBytes - HyperLogLogDescriptor.runBytes(code);
        if (grown > 0 && end + grown > bytesMax) {
            return Outcome.TOO_LARGE;
        }
        replace(at, HyperLogLogDescriptor.runBytes(code), splitBytes);
        merge(before);
        HyperLogLogDescriptor.invalidateCount(bytes);
        return Outcome.RAISED;
    }

    /** Writes the run with one register raised to {@code split}; returns the number of bytes. */
    private int split(int old, int indexInRun, int length, int register) {
        int at = writeRun(0, old, indexInRun);
        at = HyperLogLogDescriptor.writeValues(split, at, register, 1);
        return writeRun(at, old, length - indexInRun - 1);
    }

    private int writeRun(int at, int register, int length) {
        if (length == 0) {
            return at;
        }
        return register == 0
                ? HyperLogLogDescriptor.writeZeros(split, at, length)
                : HyperLogLogDescriptor.writeValues(split, at, register, length);
    }

    private void replace(int at, int oldBytes, int newBytes) {
        byte[] target = ours();
        if (end + newBytes - oldBytes > target.length) {
            target = java.util.Arrays.copyOf(target, target.length * 2);
            bytes = target;
        }
        System.arraycopy(target, at + oldBytes, target, at + newBytes, end - at - oldBytes);
        System.arraycopy(split, 0, target, at, newBytes);
        end += newBytes - oldBytes;
    }

    /** Joins neighbouring VALUE runs of equal registers, looking at a few runs from {@code from} on. */
    private void merge(int from) {
        int at = from;
        for (int step = 0; step < MERGE_STEPS && at < end; step++) {
            byte code = bytes[at];
            if (!HyperLogLogDescriptor.isValue(code)) {
                at += HyperLogLogDescriptor.runBytes(code);
            } else if (!joinWithNext(at)) {
                at++;
            }
        }
    }

    private boolean joinWithNext(int at) {
        if (at + 1 >= end || !HyperLogLogDescriptor.isValue(bytes[at + 1])) {
            return false;
        }
        int register = HyperLogLogDescriptor.runValue(bytes[at]);
        int length =
                HyperLogLogDescriptor.runLength(bytes, at, end) + HyperLogLogDescriptor.runLength(bytes, at + 1, end);
        if (register != HyperLogLogDescriptor.runValue(bytes[at + 1]) || length > HyperLogLogDescriptor.VALUE_RUN_MAX) {
            return false;
        }
        HyperLogLogDescriptor.writeValues(bytes, at, register, length);
        System.arraycopy(bytes, at + 2, bytes, at + 1, end - at - 2);
        end--;
        return true;
    }
}
