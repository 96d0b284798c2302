package io.yggdrasil.accel.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.accel.checksum.ChecksumKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileTest {
    private static final Logger LOG = Logger.getLogger(OffloadRouter.class.getName());

    private final RouterFixture fixture = new RouterFixture();
    private final FakeAccelerator fake = fixture.fake("fake");
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage() + List.of(entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(handler);
    }

    private Path file() {
        return folder.resolve("inner").resolve("profile");
    }

    private OffloadRouter started() {
        OffloadRouter router = fixture.router(RouterFixture.VERIFIED, file(), fake);
        router.checksum(ChecksumKind.CRC32C);
        return router;
    }

    private static double fixedNanos(OffloadRouter router) {
        return RouterFixture.offer(router, "crc32c", "fake").fixedNanos();
    }

    @Test
    void secondStart_measuresNothing() {
        started();
        int trials = fake.calls();
        fake.takes(7_000, 0.1);
        assertEquals(100, fixedNanos(started()), 1);
        assertTrue(fake.calls() - trials < 30, "only the proof: " + (fake.calls() - trials));
        assertEquals(List.of(), logged);
    }

    @Test
    void close_keepsWhatCallsHaveTaught() {
        OffloadRouter router = started();
        fake.takes(400, 0);
        fixture.dice.set(RouterFixture.TIMED);
        for (int i = 0; i < 200; i++) {
            fixture.isRight(router.checksum(ChecksumKind.CRC32C), 64);
        }
        router.close();
        assertEquals(
                400,
                RouterFixture.offer(started(), "crc32c", "fake").nanosByBytes().get(64),
                5);
    }

    @Test
    void otherMachine_isMeasuredAnew() throws IOException {
        started();
        String text = Files.readString(file());
        assertTrue(text.contains(Runtime.version().toString()) && text.contains("fake"), text);
        Files.writeString(file(), text.replace(Runtime.version().toString(), "1.4"));
        fake.takes(7_000, 0.1);
        assertEquals(7_000, fixedNanos(started()), 10);
        assertEquals(7_000, fixedNanos(started()), 10);
    }

    @Test
    void brokenFile_isIgnoredWithOneLineAndWrittenAnew() throws IOException {
        started();
        String good = Files.readString(file());
        String[] broken = {
            good.substring(0, good.lastIndexOf('=') + 1),
            good.replaceFirst("64=", "64=-"),
            good.replaceFirst("64=", "=64"),
            good.replaceFirst("64=[0-9.]+", "64=NaN"),
            good.replaceFirst(" \\| ", ""),
            good.replaceFirst("64=[0-9.]+", "64=1e-300"),
            good + "x".repeat(2 << 20)
        };
        for (String text : broken) {
            Files.writeString(file(), text);
            logged.clear();
            assertEquals(100, fixedNanos(started()), 1, text.lines().limit(5).toList()::toString);
            assertEquals(1, logged.size(), logged::toString);
        }
    }

    @Test
    void emptyFile_isWritten() throws IOException {
        Files.createDirectories(file().getParent());
        Files.createFile(file());
        started();
        assertTrue(Files.readString(file()).contains("crc32c"));
        assertEquals(List.of(), logged);
    }

    @Test
    void whatIsNoFileOfMeasurements_isLeftAloneWithOneLine() throws IOException {
        Files.createDirectories(file().getParent());
        for (byte[] foreign : List.of("my text".getBytes(UTF_8), new byte[] {(byte) 0xff, (byte) 0xfe, 0})) {
            Files.write(file(), foreign);
            logged.clear();
            assertEquals(100, fixedNanos(started()), 1);
            assertEquals(1, logged.size(), logged::toString);
            assertArrayEquals(foreign, Files.readAllBytes(file()));
        }
        Files.delete(file());
        Files.createDirectory(file());
        logged.clear();
        assertEquals(100, fixedNanos(started()), 1);
        assertEquals(1, logged.size(), logged::toString);
        assertTrue(Files.isDirectory(file()));
    }

    @Test
    void fileThatCannotBeWritten_isOneLine() throws IOException {
        Files.writeString(folder.resolve("inner"), "a file, not a folder");
        assertEquals(100, fixedNanos(started()), 1);
        assertEquals(1, logged.size(), logged::toString);
    }
}
