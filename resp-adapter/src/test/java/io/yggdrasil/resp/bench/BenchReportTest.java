package io.yggdrasil.resp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchReportTest {
    private static final Workload GET = new Workload(Workload.Operation.GET, 100, 16, 50, 1000);

    @Test
    void ratio_ofNoisyRounds_isTheMedianOfEachRoundsRatio() {
        BenchReport report = new BenchReport(List.of("redis", "ours"));
        double[][] rounds = {{100, 150}, {10, 11}, {200, 100}};
        for (double[] round : rounds) {
            report.add(GET, "redis", new Measurement(round[0], 1, 2, 3));
            report.add(GET, "ours", new Measurement(round[1], 1, 2, 3));
        }
        assertEquals(1.1, report.ratio(GET, "ours"), 1e-9);
        assertEquals(100, report.median(GET, "redis", Measurement::perSecond), 1e-9);
        assertTrue(report.line(GET).contains("1.10x"), report.line(GET));
    }

    @Test
    void ratio_ofAServerThatWasNotMeasured_isNotANumber() {
        BenchReport report = new BenchReport(List.of("redis", "ours"));
        report.add(GET, "redis", new Measurement(1, 1, 1, 1));
        assertTrue(Double.isNaN(report.ratio(GET, "ours")));
        assertTrue(RatioChart.svg(report, "ours").endsWith("</svg>\n"));
    }

    @Test
    void json_holdsEveryRound() {
        BenchReport report = new BenchReport(List.of("redis", "ours"));
        report.add(GET, "redis", new Measurement(123.5, 1, 2, 3));
        report.add(GET, "ours", new Measurement(247, 1, 2, 3));
        String json = report.json();
        assertTrue(json.contains("123.5") && json.contains("247"), json);
    }

    @Test
    void parse_outputOfRedisBenchmark_findsRateAndPercentiles() throws IOException {
        String out = """
                Latency by percentile distribution:
                0.000% <= 0.031 milliseconds (cumulative count 2)
                50.000% <= 0.039 milliseconds (cumulative count 1500)
                98.438% <= 0.063 milliseconds (cumulative count 1975)
                99.219% <= 0.071 milliseconds (cumulative count 1987)
                99.902% <= 0.207 milliseconds (cumulative count 1999)
                100.000% <= 0.215 milliseconds (cumulative count 2000)

                Cumulative distribution of latencies:
                99.900% <= 0.103 milliseconds (cumulative count 1998)
                100.000% <= 0.303 milliseconds (cumulative count 2000)

                Summary:
                  throughput summary: 100000.00 requests per second
                """;
        assertEquals(new Measurement(100_000, 0.039, 0.071, 0.207), RedisBenchmark.parse(out));
    }

    @Test
    void parse_anError_isReportedInTheProgramsWords() {
        IOException error =
                assertThrows(IOException.class, () -> RedisBenchmark.parse("Could not connect to Redis at x\n"));
        assertTrue(
                String.valueOf(error.getMessage()).contains("Could not connect"), String.valueOf(error.getMessage()));
    }

    @Test
    void replies_cutAtEveryByte_areCountedOnce() throws IOException {
        byte[] bytes = "+OK\r\n$5\r\na\r\nbc\r\n:12\r\n$-1\r\n$0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= bytes.length; cut++) {
            ReplyCounter counter = new ReplyCounter();
            counter.expect(5);
            boolean early = counter.consume(ByteBuffer.wrap(bytes, 0, cut));
            assertEquals(cut == bytes.length, early, "cut=" + cut);
            assertTrue(counter.consume(ByteBuffer.wrap(bytes, cut, bytes.length - cut)), "cut=" + cut);
        }
    }

    @Test
    void replies_withAnError_failTheRun() {
        ReplyCounter counter = new ReplyCounter();
        counter.expect(1);
        assertThrows(
                IOException.class,
                () -> counter.consume(ByteBuffer.wrap("-ERR no\r\n".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void plan_withLargeValues_keepsTheDataWithinAGigabyte() {
        for (Workload workload : BenchPlan.FULL.workloads(1_000_000)) {
            assertTrue((long) workload.keys() * workload.valueBytes() <= 1L << 30, workload.title());
        }
        assertEquals(4, BenchPlan.QUICK.workloads(1000).size());
    }
}
