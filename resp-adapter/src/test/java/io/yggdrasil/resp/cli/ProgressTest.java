package io.yggdrasil.resp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressTest {
    private final StringWriter out = new StringWriter();
    private long nowNanos;

    private Progress progress(boolean isTerminal) {
        return new Progress(new PrintWriter(out, true), isTerminal, () -> nowNanos);
    }

    private void passSeconds(int seconds) {
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void show_onATerminal_writesOverTheLine() {
        Progress progress = progress(true);
        progress.show("restoring", 1, 1, 0);
        passSeconds(2);
        progress.show("restoring", 12_345, 3_000_000, 0.25);
        progress.show("restoring", 12_346, 3_000_001, 0.25);
        progress.wipe();
        assertEquals("\r\033[Krestoring: 12,345 keys, 3.0 MB (25 %), 1.5 MB/s\r\033[K", out.toString());
    }

    @Test
    void show_elsewhere_addsLinesSeldom() {
        Progress progress = progress(false);
        passSeconds(9);
        progress.show("writing", 1, 1, 0);
        passSeconds(1);
        progress.show("writing", 7, 500, 1.2);
        progress.wipe();
        assertEquals("writing: 7 keys, 500 B (100 %), 50 B/s" + System.lineSeparator(), out.toString());
        assertEquals("500 B in 10.0 s (50 B/s)", progress.total(500));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "123456789, 123.5 MB", "9e18, 9.0 EB", "9e24, 9000000.0 EB"})
    void size_isReadByPeople(double bytes, String expected) {
        assertEquals(expected, Progress.size(bytes));
    }
}
