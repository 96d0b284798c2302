package io.yggdrasil.resp.rdb;

import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.keyspace.Expiry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes an RDB file from its start on, for Redis 7.0 and newer, or for 7.4 and newer. */
public final class RdbFileWriter {
    private static final int VERSION = 10;
    private static final int VERSION_WITH_TIMES = RdbType.VERSION_HASH_EXPIRIES;
    private static final StringLimit LIMIT = new StringLimit(() -> Integer.MAX_VALUE);

    private final OutputStream file;
    private final int version;
    private final RdbOutput out = new RdbOutput(LIMIT);
    private long crc;
    private long written;

    /** Begins a file for Redis 7.0 and newer, which the caller closes. */
    public RdbFileWriter(OutputStream file) throws IOException {
        this(file, false);
    }

    /**
     * Begins a file, which the caller closes.
     *
     * @param hasTimes whether fields of hashes may have times, which Redis 7.4 and newer reads
     */
    public RdbFileWriter(OutputStream file, boolean hasTimes) throws IOException {
        this.file = file;
        this.version = hasTimes ? VERSION_WITH_TIMES : VERSION;
        write(String.format("%s%04d", RdbFileReader.MAGIC, version).getBytes(StandardCharsets.US_ASCII));
    }

    private void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int from, int to) throws IOException {
        file.write(bytes, from, to - from);
        crc = Crc64.update(crc, bytes, from, to);
        written += to - from;
    }

    private void flush() throws IOException {
        write(out.toBytes());
        out.clear();
    }

    /** Number of bytes written so far. */
    public long written() {
        return written;
    }

    /** A fact about the file, which readers may look at. */
    public void fact(String name, String value) throws IOException {
        out.octet(RdbCode.FACT);
        text(name);
        text(value);
        flush();
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.string(bytes, 0, bytes.length);
    }

    /**
     * Lets the keys that follow be those of a database.
     *
     * @param keys about how many there are
     * @param expiring how many of them expire
     */
    public void database(long number, long keys, long expiring) throws IOException {
        out.octet(RdbCode.DATABASE);
        out.length(number);
        out.octet(RdbCode.SIZES);
        out.length(keys);
        out.length(expiring);
        flush();
    }

    /**
     * A key.
     *
     * @param expiryMillis when it expires, milliseconds since 1970, or {@link Expiry#NONE}
     * @param payload what DUMP answered
     * @throws RdbFormatException the payload is damaged, or of a version that the file cannot have
     */
    public void key(byte[] key, long expiryMillis, byte[] payload) throws IOException {
        if (!DumpPayload.isSound(payload)) {
            throw new RdbFormatException("the payload is damaged");
        }
        if (DumpPayload.version(payload) > version) {
            throw new RdbFormatException("a file of version " + version
                    + " has no such values; one with --field-times has " + "hashes whose fields expire");
        }
        if (expiryMillis != Expiry.NONE) {
            out.octet(RdbCode.EXPIRY_MILLIS);
            out.room(Long.BYTES).putLong(expiryMillis);
        }
        out.octet(payload[0]);
        out.string(key, 0, key.length);
        flush();
        write(payload, 1, DumpPayload.valueBytes(payload));
    }

    /** Ends the file. */
    public void end() throws IOException {
        out.octet(RdbCode.END);
        flush();
        out.room(Long.BYTES).putLong(crc);
        flush();
    }
}
