package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One request: the arguments of a command as slices of one byte array. Argument 0 is the command's name.
 *
 * <p>The parser fills one instance again and again; the slices are valid until the parser goes on. {@link #copy()}
 * gives an instance that owns its bytes, for work that outlives the read.
 */
public final class Request {
    private static final int SLICES_INITIAL = 8;
    private static final int SLICES_KEPT = 1024;
    private static final byte[] EMPTY = {};

    private byte[] buffer;
    private int count;
    private int[] offsets;
    private int[] lengths;

    /** Makes an empty request to be filled by a parser. */
    public Request() {
        buffer = EMPTY;
        offsets = new int[SLICES_INITIAL];
        lengths = new int[SLICES_INITIAL];
    }

    /** Makes a request that owns the given arguments. The arrays are copied. */
    public static Request of(byte[]... arguments) {
        int total = 0;
        for (byte[] argument : arguments) {
            total += argument.length;
        }
        Request request = new Request();
        byte[] bytes = new byte[total];
        request.begin(bytes);
        int at = 0;
        for (byte[] argument : arguments) {
            System.arraycopy(argument, 0, bytes, at, argument.length);
            request.add(at, argument.length);
            at += argument.length;
        }
        return request;
    }

    /** The words of a line as an inline request has them, quotes and all; null when quotes are not closed. */
    public static @Nullable Request split(byte[] line) {
        Request request = new Request();
        try {
            InlineArguments.split(line, 0, line.length, request);
            return request;
        } catch (ProtocolException e) {
            return null;
        }
    }

    /** Makes a request from strings, encoded as UTF-8. */
    public static Request of(String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        return of(bytes);
    }

    void begin(byte[] bytes) {
        buffer = bytes;
        count = 0;
    }

    void rebase(byte[] bytes, int shift) {
        buffer = bytes;
        for (int i = 0; i < count; i++) {
            offsets[i] += shift;
        }
    }

    void add(int offset, int length) {
        if (count == offsets.length) {
            int grown = offsets.length * 2;
            offsets = Arrays.copyOf(offsets, grown);
            lengths = Arrays.copyOf(lengths, grown);
        }
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /** Bytes of memory that the slices take. */
    public long sliceBytes() {
        return (long) Integer.BYTES * (offsets.length + lengths.length);
    }

    /** Forgets the arguments, and gives back what a request of very many arguments has grown. */
    public void clear() {
        begin(EMPTY);
        if (offsets.length > SLICES_KEPT) {
            offsets = new int[SLICES_INITIAL];
            lengths = new int[SLICES_INITIAL];
        }
    }

    /** A deep copy that owns its bytes. */
    public Request copy() {
        Request copy = new Request();
        int total = byteCount();
        byte[] bytes = new byte[total];
        copy.begin(bytes);
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(buffer, offsets[i], bytes, at, lengths[i]);
            copy.add(at, lengths[i]);
            at += lengths[i];
        }
        return copy;
    }

    /** Number of arguments, the command's name included. */
    public int count() {
        return count;
    }

    /** The array that the slices point into; never write to it. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where argument {@code index} starts in {@link #buffer()}. */
    public int offset(int index) {
        return offsets[index];
    }

    /** Length of argument {@code index} in bytes. */
    public int length(int index) {
        return lengths[index];
    }

    /**
     * Whether the bytes behind this request begin as it does, up to its first argument.
     *
     * @param bytes the array that this request was parsed from
     * @param from where this request begins in it
     * @param next where the next one begins
     * @param to the end of what is there
     */
    public boolean isFollowedByLike(byte[] bytes, int from, int next, int to) {
        if (buffer != bytes || count < 2) {
            return false;
        }
        int head = offsets[1] + lengths[1] - from;
        return next + head <= to && Arrays.equals(buffer, from, from + head, buffer, next, next + head);
    }

    /** Sum of all arguments' lengths in bytes. */
    public int byteCount() {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total += lengths[i];
        }
        return total;
    }

    /** A copy of argument {@code index}. */
    public byte[] bytes(int index) {
        int from = offsets[index];
        return Arrays.copyOfRange(buffer, from, from + lengths[index]);
    }

    /**
     * Argument {@code index} as text, for messages and options, not data. Bytes that are not UTF-8 become lone surrogates,
     * which a {@link ReplyWriter} turns into the same bytes again.
     */
    public String text(int index) {
        return Text.decode(buffer, offsets[index], lengths[index]);
    }

    /** Whether argument {@code index} equals {@code word}, letters compared without case. {@code word} is upper case. */
    public boolean is(int index, String word) {
        int length = lengths[index];
        if (length != word.length()) {
            return false;
        }
        int from = offsets[index];
        for (int i = 0; i < length; i++) {
            if (upper(buffer[from + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int upper(byte b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }
}
