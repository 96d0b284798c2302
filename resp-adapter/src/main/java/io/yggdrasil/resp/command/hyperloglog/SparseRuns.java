package io.yggdrasil.resp.command.hyperloglog;

import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.HEADER_BYTES;

/** Walks over the runs of a sparse value, which may be corrupt: it never reads beyond the end. */
final class SparseRuns {
    private final byte[] value;
    private final int end;
    private int at = HEADER_BYTES;
    private byte code;
    private int length;

    SparseRuns(byte[] value, int end) {
        this.value = value;
        this.end = end;
    }

    /** Goes to the next run; false at the end. */
    boolean next() {
        if (at >= end) {
            return false;
        }
        code = value[at];
        length = HyperLogLogDescriptor.runLength(value, at, end);
        at += HyperLogLogDescriptor.runBytes(code);
        return true;
    }

    /** Registers in this run. */
    int length() {
        return length;
    }

    /** What they hold. */
    int value() {
        return HyperLogLogDescriptor.isValue(code) ? HyperLogLogDescriptor.runValue(code) : 0;
    }

    /** Whether zeros are coded in two bytes. */
    boolean isXzero() {
        return HyperLogLogDescriptor.isXzero(code);
    }
}
