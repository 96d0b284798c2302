package io.yggdrasil.resp.rdb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A buffered stream that tells how far it was read and keeps a copy of what is read while it is asked to. */
final class RecordingInput extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final int recordedMax;
    private final boolean sums;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private long bufferOffset;
    private long sum;
    private int summed;

    private boolean isRecording;
    private boolean isTooLong;
    private byte[] recorded = new byte[BUFFER_BYTES];
    private int recordedBytes;

    /**
     * A stream around another one, which the caller closes.
     *
     * @param recordedMax how long a copy may become
     * @param sums whether {@link #sum} is wanted
     */
    RecordingInput(InputStream in, int recordedMax, boolean sums) {
        this.in = in;
        this.recordedMax = recordedMax;
        this.sums = sums;
    }

    /** The CRC-64 of all bytes read so far. */
    long sum() {
        sum = Crc64.update(sum, buffer, summed, at);
        summed = at;
        return sum;
    }

    /** A copy of the bytes that were taken from the other stream and not read. */
    byte[] unread() {
        return Arrays.copyOfRange(buffer, at, end);
    }

    /** Number of bytes read so far. */
    long offset() {
        return bufferOffset + at;
    }

    /** Begins a new copy with a byte. */
    void record(int first) {
        if (recorded.length > BUFFER_BYTES) {
            recorded = new byte[BUFFER_BYTES]; // A large one is not kept for all the small ones that follow.
        }
        recorded[0] = (byte) first;
        recordedBytes = 1;
        isTooLong = false;
        isRecording = true;
    }

    /** Ends the copy; returns whether it is whole, or was too long. */
    boolean endRecord() {
        isRecording = false;
        return !isTooLong;
    }

    /** The copy, in the first {@link #recordedBytes} bytes. */
    byte[] recorded() {
        return recorded;
    }

    int recordedBytes() {
        return recordedBytes;
    }

    private void copy(byte[] from, int offset, int count) {
        if (isTooLong || recordedBytes + (long) count > recordedMax) {
            isTooLong = true;
            return;
        }
        if (recordedBytes + count > recorded.length) {
            long twice = Math.max(2L * recorded.length, recordedBytes + (long) count);
            recorded = Arrays.copyOf(recorded, (int) Math.min(twice, recordedMax));
        }
        System.arraycopy(from, offset, recorded, recordedBytes, count);
        recordedBytes += count;
    }

    /** Returns whether there is a byte. */
    private boolean fill() throws IOException {
        if (at == end) {
            bufferOffset += end;
            if (sums) {
                sum();
                summed = 0;
            }
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }

    @Override
    public int read() throws IOException {
        if (!fill()) {
            return -1;
        }
        if (isRecording) {
            copy(buffer, at, 1);
        }
        return buffer[at++] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = (int) skip(length);
        if (count == 0) {
            return -1;
        }
        System.arraycopy(buffer, at - count, to, offset, count);
        return count;
    }

    @Override
    public long skip(long most) throws IOException {
        if (most <= 0 || !fill()) {
            return 0;
        }
        int count = (int) Math.min(most, end - at);
        if (isRecording) {
            copy(buffer, at, count);
        }
        at += count;
        return count;
    }
}
