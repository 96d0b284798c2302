package io.yggdrasil.tier.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class TraceFormatTest {
    @TempDir
    private Path folder;

    @Test
    void lirs_skipsStars() throws IOException {
        assertEquals(List.of(1L, 2L, 1L), keys(TraceFormat.LIRS.read(write("t", "1\n*\n2\n\n1\n"))));
    }

    @Test
    void arc_isRangesOfBlocks() throws IOException {
        assertEquals(List.of(5L, 6L, 7L, 9L), keys(TraceFormat.ARC.read(write("t", "5 3 0 1\n9 1 0 2\n"))));
    }

    @Test
    void address_isHexadecimal() throws IOException {
        assertEquals(
                List.of(0x1fffff50L, 16L),
                keys(TraceFormat.ADDRESS.read(write("t", "s 0x1fffff50 1\nl 0x10 3 1 100\n"))));
    }

    @Test
    void adaptSize_hasWeights() throws IOException {
        Trace trace = TraceFormat.ADAPT_SIZE.read(write("t", "1 7 100\n2 8 50\n3 7 100\n4 9 0\n"));
        assertEquals(List.of(7L, 8L, 7L, 9L), keys(trace));
        assertEquals(50, trace.weight(1));
        assertEquals(1, trace.weight(3));
        assertEquals(151, trace.footprintBytes());
        assertEquals(3, trace.distinctKeys());
    }

    @Test
    void textKeys_areTheSameWhereTheirTextIs() throws IOException {
        for (Trace trace : List.of(
                TraceFormat.KEYS.read(write("t", "a b\nc\na b\n")),
                TraceFormat.GRADLE.read(write("t", "d05f\neef6\nd05f\n")),
                TraceFormat.WIKIPEDIA.read(write("t", "1 1.5 http://a -\n2 1.6 http://b -\n3 1.7 http://a -\n")))) {
            assertEquals(2, trace.distinctKeys());
            assertEquals(trace.key(0), trace.key(2));
        }
    }

    @Test
    void twitter_weighsKeyAndValue() throws IOException {
        Trace trace = TraceFormat.TWITTER.read(write("t", "0,abc,3,40,1,get,0\n1,abd,3,41,1,set,60\n"));
        assertEquals(43, trace.weight(0));
        assertEquals(2, trace.distinctKeys());
    }

    @Test
    void storage_isBlocksOf512Bytes_byDisk() throws IOException {
        assertEquals(
                List.of(20L, 21L, (1L << 48) + 20),
                keys(TraceFormat.UMASS_STORAGE.read(write("t", "0,20,1000,r,0.1\n1,20,512,w,0.2\n"))));
        assertEquals(
                List.of(2L, 3L),
                keys(TraceFormat.SNIA_CAMBRIDGE.read(write("t", "128166372003061629,hm,0,Read,1024,600,100\n"))));
    }

    @Test
    void binary_isReadInRecords() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeLong(1L << 40);
        data.writeLong(-1);
        Path file = folder.resolve("t");
        Files.write(file, bytes.toByteArray());
        assertEquals(List.of(1L << 40, -1L), keys(TraceFormat.SCARAB.read(file)));
        assertEquals(List.of(1L << 40, -1L), keys(TraceFormat.CORDA.read(file)));
        assertEquals(List.of(256L, 0L, -1L, -1L), keys(TraceFormat.CLOUD_PHYSICS.read(file)));
        assertEquals(4, TraceFormat.CACHE2K.read(file).uses());
        data.writeByte(1);
        Files.write(file, bytes.toByteArray());
        String message = assertThrows(IOException.class, () -> TraceFormat.SCARAB.read(file))
                .getMessage();
        assertTrue(message.contains("offset 16"), message);
    }

    @Test
    void oracleGeneral_isLittleEndian() throws IOException {
        byte[] record = new byte[24];
        record[4] = 5; // Key.
        record[12] = 0x10; // Size.
        record[13] = 0x27;
        Path file = folder.resolve("t");
        Files.write(file, record);
        Trace trace = TraceFormat.ORACLE_GENERAL.read(file);
        assertEquals(List.of(5L), keys(trace));
        assertEquals(10_000, trace.weight(0));
    }

    @Test
    void compressed_isReadByTheNamesEnding() throws IOException {
        byte[] text = "1\n2\n".getBytes(StandardCharsets.US_ASCII);
        Path gzip = folder.resolve("t.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(text);
        }
        Path xz = folder.resolve("t.xz");
        try (OutputStream out = new XZOutputStream(Files.newOutputStream(xz), new LZMA2Options(1))) {
            out.write(text);
        }
        assertEquals(List.of(1L, 2L), keys(TraceFormat.LIRS.read(gzip)));
        assertEquals(List.of(1L, 2L), keys(TraceFormat.LIRS.read(xz)));
        Path wrong = write("w.gz", "1\n");
        assertTrue(assertThrows(IOException.class, () -> TraceFormat.LIRS.read(wrong))
                .getMessage()
                .contains("w.gz"));
    }

    @Test
    void wrongInput_namesFileAndLine() throws IOException {
        for (TraceFormat format : List.of(
                TraceFormat.LIRS,
                TraceFormat.ARC,
                TraceFormat.ADDRESS,
                TraceFormat.ADAPT_SIZE,
                TraceFormat.TWITTER,
                TraceFormat.UMASS_STORAGE,
                TraceFormat.SNIA_CAMBRIDGE,
                TraceFormat.WIKIPEDIA)) {
            Path file = write("t", "\nx\n");
            String message = assertThrows(IOException.class, () -> format.read(file), format.label())
                    .getMessage();
            assertTrue(message.contains("t:2: not of this format: x"), message);
        }
        Path heavy = write("t", "1 2 -5\n");
        assertThrows(IOException.class, () -> TraceFormat.ADAPT_SIZE.read(heavy));
        Path empty = write("t", "");
        assertThrows(IOException.class, () -> TraceFormat.LIRS.read(empty));
        assertThrows(IOException.class, () -> TraceFormat.LIRS.read(folder.resolve("none")));
    }

    @Test
    void format_isDetectedByTheNearestName() {
        assertEquals(TraceFormat.CLOUD_PHYSICS, TraceFormat.detect(Path.of("/x/arc/cloud_physics/w106.trace.xz")));
        assertEquals(TraceFormat.LIRS, TraceFormat.detect(Path.of("/x/lirs/multi1.trace.gz")));
        assertEquals(TraceFormat.ADDRESS, TraceFormat.detect(Path.of("/x/address/penalties/gcc.trace.xz")));
        assertThrows(IllegalArgumentException.class, () -> TraceFormat.detect(Path.of("/x/y.gz")));
        assertThrows(IllegalArgumentException.class, () -> TraceFormat.of("none"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Long> keys(Trace trace) {
        List<Long> keys = new ArrayList<>();
        for (int use = 0; use < trace.uses(); use++) {
            keys.add(trace.key(use));
        }
        return keys;
    }
}
