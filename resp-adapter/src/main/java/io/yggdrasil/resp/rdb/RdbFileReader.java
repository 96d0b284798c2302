package io.yggdrasil.resp.rdb;

import io.yggdrasil.resp.keyspace.Expiry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Reads an RDB file from its start on: databases, keys, expiries. Values are not looked into, but are told as the bytes that
 * make a payload of {@link DumpPayload}. Of files of any size no more is in memory than one value.
 *
 * <p>What does not follow the format is an {@link RdbFormatException} that tells where it is.
 */
public final class RdbFileReader {
    /** Bytes that every file begins with; a version of four digits follows. */
    static final String MAGIC = "REDIS";

    static final int VERSION_DIGITS = 4;

    /** The first version with a checksum at the end. */
    static final int VERSION_WITH_CHECKSUM = 5;

    private final RecordingInput file;
    private final RdbInput in;
    private final RdbSkipper skipper;
    private long expiryMillis = Expiry.NONE;
    private int version;

    /**
     * A reader of a file that the caller closes.
     *
     * @param valueBytesMax how long a value may be to be told
     */
    public RdbFileReader(InputStream in, int valueBytesMax) {
        this(in, valueBytesMax, false);
    }

    /** A reader of a file that something may follow; the file's end is read by {@link #readChecksum}. */
    public static RdbFileReader ofStream(InputStream in, int valueBytesMax) {
        return new RdbFileReader(in, valueBytesMax, true);
    }

    private RdbFileReader(InputStream in, int valueBytesMax, boolean sums) {
        this.file = new RecordingInput(in, valueBytesMax, sums);
        this.in = new RdbInput(file);
        this.skipper = new RdbSkipper(this.in);
    }

    /** Told of what is in a file, in its order. */
    public interface Visitor {
        /** The keys that follow are of a database. */
        void database(long number) throws IOException;

        /** A key, whose bytes are the visitor's. */
        void key(Entry entry) throws IOException;

        /** A key whose value cannot be told. */
        void unreadable(byte[] key, String why) throws IOException;

        /** Something that is no key was left out. */
        void leftOut(String what) throws IOException;

        /** A fact about the file or who wrote it. */
        default void fact(String name, String value) throws IOException {}
    }

    /**
     * A key with its value.
     *
     * @param key the key
     * @param expiryMillis when it expires, milliseconds since 1970, or {@link Expiry#NONE}
     * @param value type and value, in the first {@code valueBytes} bytes, until the visitor returns
     * @param valueBytes number of bytes of type and value
     */
    public record Entry(byte[] key, long expiryMillis, byte[] value, int valueBytes) {}

    /** Number of bytes read so far. */
    public long offset() {
        return file.offset();
    }

    /**
     * Reads the file to its end.
     *
     * @throws IOException of the visitor
     * @throws java.io.UncheckedIOException of the file
     */
    public void read(Visitor visitor) throws IOException {
        try {
            header();
            int code = in.octet();
            while (code != RdbCode.END) {
                item(code, visitor);
                code = in.octet();
            }
        } catch (RdbFormatException e) {
            throw new RdbFormatException("at byte " + file.offset() + ": " + e.getMessage());
        }
    }

    /** Reads the checksum behind the end of a file of a stream; one that is not right is an error. */
    public void readChecksum() {
        if (version < VERSION_WITH_CHECKSUM) {
            return;
        }
        long sum = file.sum();
        long stored = in.long64();
        if (stored != 0 && stored != sum) {
            throw new RdbFormatException(String.format(
                    "at byte %d: the checksum is %016x, that of the bytes is %016x", file.offset(), stored, sum));
        }
    }

    /** So many bytes that follow the file. */
    public byte[] readBehind(int bytes) {
        return in.bytes(bytes);
    }

    /** What follows and was taken from the stream already. */
    public byte[] unread() {
        return file.unread();
    }

    private void header() {
        version = version(in.bytes(MAGIC.length() + VERSION_DIGITS));
    }

    /** The version that the first bytes of a file tell. */
    static int version(byte[] header) {
        String text = new String(header, StandardCharsets.ISO_8859_1);
        if (!text.matches(MAGIC + "\\d{" + VERSION_DIGITS + "}")) {
            throw new RdbFormatException("it is no RDB file: it does not begin with " + MAGIC + " and a version");
        }
        int version = Integer.parseInt(text.substring(MAGIC.length()));
        if (version == 0) {
            throw new RdbFormatException("there is no version 0 of RDB files");
        }
        return version;
    }

    private void item(int code, Visitor visitor) throws IOException {
        switch (code) {
            case RdbCode.DATABASE -> visitor.database(in.length());
            case RdbCode.EXPIRY_MILLIS -> expiryMillis = in.long64();
            case RdbCode.EXPIRY_SECONDS -> expiryMillis = TimeUnit.SECONDS.toMillis(in.int32());
            case RdbCode.SIZES -> lengths(2);
            case RdbCode.SLOT -> lengths(3);
            case RdbCode.IDLE -> lengths(1);
            case RdbCode.FREQUENCY -> in.octet();
            case RdbCode.FACT -> visitor.fact(text(), text());
            case RdbCode.FUNCTIONS -> {
                in.skipString();
                visitor.leftOut("a library of functions");
            }
            case RdbCode.MODULE -> module(visitor);
            default -> key(code, visitor);
        }
    }

    private String text() {
        return new String(in.string(), StandardCharsets.UTF_8);
    }

    private void lengths(int count) {
        for (int left = count; left > 0; left--) {
            in.length();
        }
    }

    private void module(Visitor visitor) throws IOException {
        skipper.module();
        visitor.leftOut("data of a module");
    }

    private void key(int type, Visitor visitor) throws IOException {
        long expiry = expiryMillis;
        expiryMillis = Expiry.NONE;
        if (type >= RdbCode.FIRST) {
            throw new RdbFormatException("what the byte " + type + " begins is not known");
        }
        byte[] key = in.string();
        file.record(type);
        try {
            skipper.value(type);
        } catch (RdbFormatException e) {
            throw new RdbFormatException(e.getMessage() + " (key " + KeyText.of(key) + ")");
        }
        if (!file.endRecord()) {
            visitor.unreadable(key, "its value is too long");
        } else if (RdbType.isReadable(type)) {
            visitor.key(new Entry(key, expiry, file.recorded(), file.recordedBytes()));
        } else {
            visitor.unreadable(key, "values of type " + type + " are not known");
        }
    }
}
