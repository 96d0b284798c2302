package io.yggdrasil.resp.rdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** Whether a file is the one that was written: its last eight bytes are the CRC-64 of all before, or 0 for none. */
public final class RdbChecksum {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int HEADER_BYTES = RdbFileReader.MAGIC.length() + RdbFileReader.VERSION_DIGITS;

    private RdbChecksum() {}

    /**
     * Reads all of a file.
     *
     * @param progress told now and then how many bytes were read
     * @throws RdbFormatException it is not whole
     */
    public static void check(Path file, LongConsumer progress) throws IOException {
        long checked = Files.size(file) - Long.BYTES;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            int first = in.readNBytes(buffer, 0, HEADER_BYTES);
            if (RdbFileReader.version(Arrays.copyOf(buffer, first)) < RdbFileReader.VERSION_WITH_CHECKSUM) {
                return;
            }
            if (checked < HEADER_BYTES) {
                throw new RdbFormatException("it ends too early, at byte " + (checked + Long.BYTES));
            }
            long crc = Crc64.update(0, buffer, 0, HEADER_BYTES);
            byte last = 0;
            for (long at = HEADER_BYTES; at < checked; progress.accept(at)) {
                int count = in.readNBytes(buffer, 0, (int) Math.min(BUFFER_BYTES, checked - at));
                if (count == 0) {
                    throw new RdbFormatException("it became shorter");
                }
                crc = Crc64.update(crc, buffer, 0, count);
                last = buffer[count - 1];
                at += count;
            }
            compare(crc, last == (byte) RdbCode.END, in.readNBytes(Long.BYTES), checked);
        }
    }

    /** A checksum of 0 says that there is none; but in a file that was cut off any eight bytes may stand there. */
    private static void compare(long crc, boolean ends, byte[] bytes, long offset) {
        long stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (!ends || (stored != 0 && stored != crc)) {
            throw new RdbFormatException(String.format(
                    "at byte %d: its checksum is %016x, that of its bytes is %016x: it is damaged or was cut off",
                    offset, stored, crc));
        }
    }
}
