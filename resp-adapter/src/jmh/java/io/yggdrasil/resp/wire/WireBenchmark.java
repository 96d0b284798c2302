package io.yggdrasil.resp.wire;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One request parsed, one reply written, in pipelines of 64. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WireBenchmark {
    private static final int PIPELINE = 64;
    private static final double[] REALS = {3.25, 0.1, 1.0 / 3, 1e21, 12345.678};

    private final RequestParser parser = new RequestParser(() -> RequestLimits.DEFAULT, () -> true);
    private final Request request = new Request();
    private final ReplyWriter reply = new ReplyWriter();
    private final byte[] value = new byte[100];
    private byte[] gets = {};
    private byte[] sets = {};

    /** Makes the pipelines. */
    @Setup
    public void setUp() {
        String key = "$14\r\nkey:0000123456\r\n";
        gets = ascii(("*2\r\n$3\r\nGET\r\n" + key).repeat(PIPELINE));
        sets = ascii(("*3\r\n$3\r\nSET\r\n" + key + "$100\r\n" + "v".repeat(100) + "\r\n").repeat(PIPELINE));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** GET of a 14-byte key. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public int parseGet() {
        return parse(gets);
    }

    /** SET of a 14-byte key to 100 bytes. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public int parseSet() {
        return parse(sets);
    }

    private int parse(byte[] pipeline) {
        int arguments = 0;
        for (int at = 0; at < pipeline.length && parser.parse(pipeline, at, pipeline.length, request); ) {
            arguments += request.count();
            at += parser.position();
        }
        return arguments;
    }

    /** A bulk string of 100 bytes. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public int replyBulk() {
        reply.clear();
        for (int i = 0; i < PIPELINE; i++) {
            reply.bulk(value);
        }
        return reply.size();
    }

    /** An integer of six digits. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public int replyInteger() {
        reply.clear();
        for (int i = 0; i < PIPELINE; i++) {
            reply.integer(123_456 + i);
        }
        return reply.size();
    }

    /** OK. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public int replyOk() {
        reply.clear();
        for (int i = 0; i < PIPELINE; i++) {
            reply.ok();
        }
        return reply.size();
    }

    /** Doubles of several shapes. */
    @Benchmark
    @OperationsPerInvocation(PIPELINE)
    public int replyReal() {
        reply.clear();
        for (int i = 0; i < PIPELINE; i++) {
            reply.real(REALS[i % REALS.length]);
        }
        return reply.size();
    }
}
