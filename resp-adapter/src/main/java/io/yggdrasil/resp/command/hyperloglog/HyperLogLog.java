package io.yggdrasil.resp.command.hyperloglog;

import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.DENSE_BYTES;
import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.HEADER_BYTES;
import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.INDEX_BITS;
import static io.yggdrasil.resp.command.hyperloglog.HyperLogLogDescriptor.REGISTERS;

import io.yggdrasil.resp.command.RedisException;
import java.util.Arrays;

/**
 * One HyperLogLog value while a command works on it. The array it was made from is never changed.
 *
 * <p>It starts sparse and turns dense when it outgrows its limit or a register outgrows what a sparse one can hold.
 */
final class HyperLogLog {
    private final int sparseBytesMax;
    private byte[] bytes;
    private boolean isOurs;
    private final SparseEdit sparse;
    private boolean isDense;

    private HyperLogLog(byte[] value, int sparseBytesMax) {
        this.bytes = value;
        this.sparse = new SparseEdit(value);
        this.isDense = HyperLogLogDescriptor.isDense(value);
        this.sparseBytesMax = sparseBytesMax;
    }

    /** An empty one; sparse up to {@code sparseBytesMax} bytes. */
    static HyperLogLog empty(int sparseBytesMax) {
        byte[] value = new byte[HEADER_BYTES + 2];
        HyperLogLogDescriptor.writeHeader(value, false);
        HyperLogLogDescriptor.writeZeros(value, HEADER_BYTES, REGISTERS);
        return new HyperLogLog(value, sparseBytesMax);
    }

    /** The one that a string holds; an error when it holds none. */
    static HyperLogLog of(byte[] value, int sparseBytesMax) {
        if (!HyperLogLogDescriptor.isValid(value)) {
            throw new RedisException("WRONGTYPE Key is not a valid HyperLogLog string value.");
        }
        return new HyperLogLog(value, sparseBytesMax);
    }

    static RedisException corrupt() {
        return new RedisException("INVALIDOBJ Corrupted HLL object detected");
    }

    boolean isDense() {
        return isDense;
    }

    /** The value to store. */
    byte[] value() {
        return isDense ? bytes : Arrays.copyOf(sparse.bytes(), sparse.end());
    }

    /** Adds the element in the slice. Returns whether that changed anything. */
    boolean add(byte[] buffer, int from, int length) {
        long hash = MurmurHash64A.hash(buffer, from, length);
        int index = (int) hash & REGISTERS - 1;
        long rest = hash >>> INDEX_BITS | 1L << 64 - INDEX_BITS;
        return raise(index, Long.numberOfTrailingZeros(rest) + 1);
    }

    /** Makes register {@code index} hold at least {@code register}. Returns whether that changed anything. */
    boolean raise(int index, int register) {
        if (!isDense) {
            switch (sparse.raise(index, register, sparseBytesMax)) {
                case UNCHANGED:
                    return false;
                case RAISED:
                    return true;
                case CORRUPT:
                    throw corrupt();
                case TOO_LARGE:
                    toDense();
            }
        }
        if (register <= HyperLogLogDescriptor.register(bytes, index)) {
            return false;
        }
        HyperLogLogDescriptor.setRegister(denseOurs(), index, register);
        return true;
    }

    private byte[] denseOurs() {
        if (!isOurs) {
            bytes = bytes.clone();
            isOurs = true;
        }
        return bytes;
    }

    /** Turns it dense if it is not. The count stays. */
    void toDense() {
        if (isDense) {
            return;
        }
        byte[] dense = new byte[DENSE_BYTES];
        System.arraycopy(sparse.bytes(), 0, dense, 0, HEADER_BYTES);
        HyperLogLogDescriptor.setDense(dense);
        int index = 0;
        for (SparseRuns runs = runs(); runs.next(); ) {
            int register = runs.value();
            if (index + runs.length() > REGISTERS) {
                throw corrupt();
            }
            for (int i = 0; register > 0 && i < runs.length(); i++) {
                HyperLogLogDescriptor.setRegister(dense, index + i, register);
            }
            index += runs.length();
        }
        if (index != REGISTERS) {
            throw corrupt();
        }
        bytes = dense;
        isOurs = true;
        isDense = true;
    }

    /** The runs of a sparse one. */
    SparseRuns runs() {
        return new SparseRuns(sparse.bytes(), sparse.end());
    }

    /** Dense register {@code index}. */
    int register(int index) {
        return HyperLogLogDescriptor.register(bytes, index);
    }

    /** The count kept with it; negative when it is out of date. */
    long keptCount() {
        return HyperLogLogDescriptor.count(isDense ? bytes : sparse.bytes());
    }

    void keepCount(long count) {
        HyperLogLogDescriptor.setCount(isDense ? denseOurs() : sparse.ours(), count);
    }

    void invalidateCount() {
        HyperLogLogDescriptor.invalidateCount(isDense ? denseOurs() : sparse.ours());
    }

    /** Counts anew. */
    long count() {
        int[] histogram = new int[HyperLogLogDescriptor.REGISTER_MAX + 1];
        if (isDense) {
            countDense(histogram);
        } else {
            countSparse(histogram);
        }
        return CardinalityEstimate.of(histogram);
    }

    private void countDense(int[] histogram) {
        for (int at = HEADER_BYTES; at < DENSE_BYTES; at += 3) {
            int four = fourRegisters(at);
            histogram[four & 63]++;
            histogram[four >>> 6 & 63]++;
            histogram[four >>> 12 & 63]++;
            histogram[four >>> 18]++;
        }
    }

    private void countSparse(int[] histogram) {
        long covered = 0;
        for (SparseRuns runs = runs(); runs.next(); ) {
            covered += runs.length();
            histogram[runs.value()] += runs.length();
        }
        if (covered != REGISTERS) {
            throw corrupt();
        }
    }

    /** Raises each of {@code registers} to at least what it is here. */
    void maxInto(byte[] registers) {
        if (isDense) {
            maxDenseInto(registers);
            return;
        }
        int index = 0;
        for (SparseRuns runs = runs(); runs.next(); ) {
            int register = runs.value();
            if (index + runs.length() > REGISTERS) {
                throw corrupt();
            }
            for (int i = 0; register > 0 && i < runs.length(); i++) {
                registers[index + i] = (byte) Math.max(registers[index + i], register);
            }
            index += runs.length();
        }
        if (index != REGISTERS) {
            throw corrupt();
        }
    }

    private void maxDenseInto(byte[] registers) {
        for (int i = 0, at = HEADER_BYTES; i < REGISTERS; i += 4, at += 3) {
            int four = fourRegisters(at);
            registers[i] = (byte) Math.max(registers[i], four & 63);
            registers[i + 1] = (byte) Math.max(registers[i + 1], four >>> 6 & 63);
            registers[i + 2] = (byte) Math.max(registers[i + 2], four >>> 12 & 63);
            registers[i + 3] = (byte) Math.max(registers[i + 3], four >>> 18);
        }
    }

    /** Four dense registers fill three bytes. */
    private int fourRegisters(int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    }

    /** The count of one whose registers are these. */
    static long countOf(byte[] registers) {
        int[] histogram = new int[HyperLogLogDescriptor.REGISTER_MAX + 1];
        for (byte register : registers) {
            histogram[register]++;
        }
        return CardinalityEstimate.of(histogram);
    }
}
