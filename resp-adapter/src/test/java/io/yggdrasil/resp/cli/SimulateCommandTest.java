package io.yggdrasil.resp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SimulateCommandTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final CommandLine line = new CommandLine(new SimulateCommand())
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(errors, true));

    @TempDir
    private Path folder;

    private Path trace;

    @BeforeEach
    void writeALoop() throws IOException {
        trace = folder.resolve("loop.lirs");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4000; i++) {
            text.append(i % 200).append('\n');
        }
        Files.writeString(trace, text);
    }

    @Test
    void trace_isSimulatedPrintedAndPlotted() throws IOException {
        assertEquals(
                0,
                line.execute(
                        "--trace",
                        trace.toString(),
                        "--policy",
                        "w-tinylfu,lru",
                        "--sizes",
                        "100,200",
                        "--out",
                        "" + folder),
                errors.toString());
        assertTrue(output.toString().contains("4000 uses of 200 keys"), output.toString());
        String csv = Files.readString(folder.resolve("simulate.csv"));
        assertTrue(csv.contains("\"loop.lirs\",100,lru,0.000000"), csv);
        assertTrue(csv.contains("\"loop.lirs\",200,lru,0.950000"), csv);
        assertTrue(Files.readString(folder.resolve("simulate.json")).contains("\"hit_ratio\": 0.950000"));
        String chart = Files.readString(folder.resolve("loop.lirs.svg"));
        assertTrue(chart.contains("<polyline") && chart.contains("w-tinylfu"), chart);
    }

    @Test
    void all_isTheDefault() {
        assertEquals(0, line.execute("--trace", trace.toString(), "--out", folder.toString()), errors.toString());
        for (String policy : new String[] {"adaptive", "w-tinylfu", "s3-fifo", "sieve", "arc", "lru", "lfu"}) {
            assertTrue(output.toString().contains(policy), policy);
        }
    }

    @Test
    void wrongUse_isSaid() {
        assertWrongUse("no policy 'lruu'", "--trace", trace.toString(), "--policy", "lruu");
        assertWrongUse("not 'many'", "--trace", trace.toString(), "--sizes", "many");
        assertWrongUse("1 or more", "--trace", trace.toString(), "--sizes", "0");
        assertWrongUse("no format 'lir'", "--trace", trace.toString(), "--format", "lir");
        assertWrongUse("--format", "--trace", folder.resolve("unknown").toString());
    }

    @Test
    void wrongTrace_isAnErrorWithItsLine() throws IOException {
        Files.writeString(trace, "1\n2\nthree\n");
        assertEquals(1, line.execute("--trace", trace.toString(), "--out", folder.toString()));
        assertTrue(errors.toString().contains("loop.lirs:3: not of this format: three"), errors.toString());
    }

    private void assertWrongUse(String message, String... arguments) {
        errors.getBuffer().setLength(0);
        assertEquals(2, line.execute(arguments));
        assertTrue(errors.toString().contains(message), errors.toString());
    }
}
