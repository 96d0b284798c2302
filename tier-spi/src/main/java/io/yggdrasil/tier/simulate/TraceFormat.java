package io.yggdrasil.tier.simulate;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** The formats of traces that are read, plain or compressed with gzip or xz (by the ending of the file's name). */
public enum TraceFormat {
    /** Lines of a block number; a star is a comment. */
    LIRS(lines("\\s+", TraceLines::block)),
    /** Lines of the first block, the number of blocks, and two numbers that do not matter. */
    ARC(lines("\\s+", TraceLines::blocks)),
    /** Lines of {@code l} or {@code s}, a hexadecimal address, and more that does not matter. */
    ADDRESS(lines("\\s+", TraceLines::address)),
    /** Lines of time, id, size: AdaptSize, LRB, Tragen. */
    ADAPT_SIZE(lines("\\s+", TraceLines::timeKeySize)),
    /** Lines of one key, whatever it is. */
    KEYS(lines("\n", TraceLines::text)),
    /** Lines of a 128-bit key, hexadecimal. */
    GRADLE(lines("\n", TraceLines::text)),
    /** Lines of time, key, key size, value size, client, operation, time to live, with commas. */
    TWITTER(lines(",", TraceLines::twitter)),
    /** Lines of unit, block address, bytes, operation, time, with commas: SPC traces, UMass. */
    UMASS_STORAGE(lines(",", TraceLines::umass)),
    /** Lines of time, host, disk, type, offset, size, response time, with commas: MSR Cambridge. */
    SNIA_CAMBRIDGE(lines(",", TraceLines::cambridge)),
    /** Lines of counter, time, URL, flag. */
    WIKIPEDIA(lines("\\s+", TraceLines::wikipedia)),
    /** 32-bit block numbers: CloudPhysics. */
    CLOUD_PHYSICS(binary(4, in -> in.readInt(), in -> 1)),
    /** 32-bit keys. */
    CACHE2K(binary(4, in -> in.readInt(), in -> 1)),
    /** 64-bit keys. */
    CORDA(binary(8, DataInputStream::readLong, in -> 1)),
    /** 64-bit keys. */
    SCARAB(binary(8, DataInputStream::readLong, in -> 1)),
    /** libCacheSim's oracleGeneral: time (32 bits), key (64), size (32), next use (64), little endian. */
    ORACLE_GENERAL(binary(24, TraceFormat::oracleKey, TraceFormat::oracleSize));

    /** Reads what is in a file. */
    private interface Reader {
        void read(InputStream in, String file, Trace.Builder trace) throws IOException;
    }

    private interface Field {
        long read(DataInputStream in) throws IOException;
    }

    private final Reader reader;

    TraceFormat(Reader reader) {
        this.reader = reader;
    }

    /** What it is called in options: {@code cloud-physics}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The format of that label.
     *
     * @throws IllegalArgumentException naming all labels, where there is none
     */
    public static TraceFormat of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no format '" + label + "'; there are: " + labels()));
    }

    /**
     * The format that the name of the file, or of a folder that it is in, names; the nearest name counts.
     *
     * @throws IllegalArgumentException where none is named
     */
    public static TraceFormat detect(Path file) {
        for (Path part = file.toAbsolutePath(); part != null && part.getFileName() != null; part = part.getParent()) {
            String name = part.getFileName().toString().toLowerCase(Locale.ROOT).replace('_', '-');
            for (TraceFormat format : values()) {
                if (name.contains(format.label()) && format != KEYS) {
                    return format;
                }
            }
        }
        throw new IllegalArgumentException(
                file + ": no format is named by the file or its folders; give one with --format: " + labels());
    }

    /**
     * Reads a trace.
     *
     * @throws IOException naming the file, and the line or offset where it is not of this format
     */
    public Trace read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file");
        }
        Trace.Builder trace = new Trace.Builder();
        try (InputStream in = open(file)) {
            reader.read(in, file.toString(), trace);
        }
        Trace read = trace.build(file.getFileName().toString());
        if (read.uses() == 0) {
            throw new IOException(file + ": it is empty");
        }
        return read;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        String name = file.getFileName().toString();
        try {
            if (name.endsWith(".gz")) {
                return new GZIPInputStream(raw, 1 << 16);
            }
            return name.endsWith(".xz") ? new XZInputStream(raw) : raw;
        } catch (IOException e) {
            raw.close();
            throw new IOException(file + ": not what its name ends with: " + e.getMessage(), e);
        }
    }

    private static Reader lines(String separator, TraceLines.Line parser) {
        Pattern pattern = Pattern.compile(separator);
        return (in, file, trace) -> {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
            long number = 0;
            for (String line = lines.readLine(); line != null && !trace.isFull(); line = lines.readLine()) {
                number++;
                String text = line.strip();
                if (text.isEmpty() || text.equals("*")) {
                    continue;
                }
                try {
                    parser.parse(List.of(pattern.split(text, -1)), trace);
                } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                    throw new IOException(file + ":" + number + ": not of this format: " + shortened(text), e);
                }
            }
        };
    }

    private static Reader binary(int recordBytes, Field key, Field size) {
        return (in, file, trace) -> {
            DataInputStream data = new DataInputStream(new BufferedInputStream(in, 1 << 16));
            byte[] bytes = new byte[recordBytes];
            for (long offset = 0; !trace.isFull(); offset += recordBytes) {
                int read = data.readNBytes(bytes, 0, recordBytes);
                if (read == 0) {
                    return;
                }
                if (read < recordBytes) {
                    throw new IOException(file + ": offset " + offset + ": a record of " + recordBytes
                            + " bytes is cut off after " + read);
                }
                try {
                    trace.add(field(bytes, key), field(bytes, size));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ": offset " + offset + ": not of this format: " + e.getMessage(), e);
                }
            }
        };
    }

    private static long field(byte[] bytes, Field field) throws IOException {
        return field.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static long oracleKey(DataInputStream in) throws IOException {
        skip(in, 4);
        return Long.reverseBytes(in.readLong());
    }

    private static long oracleSize(DataInputStream in) throws IOException {
        skip(in, 12);
        return Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
    }

    private static void skip(DataInputStream in, int bytes) throws IOException {
        if (in.skipBytes(bytes) != bytes) {
            throw new EOFException();
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    private static String labels() {
        return Arrays.stream(values()).map(TraceFormat::label).collect(Collectors.joining(", "));
    }
}
