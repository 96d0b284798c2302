package io.yggdrasil.resp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/** A server process of this build, on free ports, with its output in files. It is killed when it is closed. */
public final class ServerChild implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 180;

    private static final Pattern READY = Pattern.compile(
            "Yggdrasil ready in [0-9.]+ s  RESP 127\\.0\\.0\\.1:(\\d+)  Ignite"
                    + " thin client and JDBC 127\\.0\\.0\\.1:(\\d+)  others join at 127\\.0\\.0\\.1:(\\d+)(?: \\((\\d+) nodes\\))?  data in (.+)");

    /** The last line of the JVM's histogram of live objects: their number and their bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final Process process;
    private final Path errors;
    private final List<String> output = new ArrayList<>();
    private Matcher ready = READY.matcher("");

    private ServerChild(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Runs {@code yggdrasil start} on free ports, with more arguments; its errors are kept in {@code folder}. */
    public static ServerChild start(Path folder, String... arguments) {
        return start(List.of(), folder, arguments);
    }

    /** The same with more arguments for the JVM. */
    public static ServerChild start(List<String> jvmArguments, Path folder, String... arguments) {
        return start("256m", jvmArguments, folder, arguments);
    }

    /** The same with a Java heap of up to {@code heap}, as {@code -Xmx} writes it. */
    static ServerChild startWithHeap(String heap, Path folder, String... arguments) {
        return start(heap, List.of(), folder, arguments);
    }

    private static ServerChild start(String heap, List<String> jvmArguments, Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        // A process of a test lives for seconds: it is not worth compiling much in.
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dlogback.configurationFile=logback.xml");
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.yggdrasil.resp.Main", "start"));
        int base = FreePort.find();
        command.addAll(List.of("--port", "0", "--maxmemory", "128mb"));
        command.addAll(List.of("--set", "ignite.client-port=" + base));
        command.addAll(List.of("--set", "ignite.discovery-port=" + FreePort.find()));
        command.addAll(List.of("--set", "ignite.communication-port=" + base));
        command.addAll(List.of("--set", "ignite.port-range=200"));
        command.addAll(List.of(arguments));
        try {
            Path errors = Files.createTempFile(folder, "server", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
            // What tells the tests about this machine is no setting of the server.
            builder.environment().keySet().removeIf(name -> name.startsWith("YGGDRASIL_"));
            return new ServerChild(builder.start(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the ready line. */
    public ServerChild awaitReady() {
        try {
            String line = CompletableFuture.supplyAsync(this::readLine).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("ended with " + awaitEnd() + ": " + errors());
            }
            output.add(line);
            ready = READY.matcher(line);
            if (!ready.matches()) {
                throw new AssertionError("line=" + line);
            }
            return this;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("is not ready: " + errors(), e);
        }
    }

    private @Nullable String readLine() {
        try {
            return process.inputReader(StandardCharsets.UTF_8).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return Integer.parseInt(ready.group(1));
    }

    public int discoveryPort() {
        return Integer.parseInt(ready.group(3));
    }

    public int nodes() {
        return ready.group(4) == null ? 1 : Integer.parseInt(ready.group(4));
    }

    public String data() {
        return ready.group(5);
    }

    public Jedis jedis() {
        return new Jedis(
                "127.0.0.1",
                port(),
                DefaultJedisClientConfig.builder()
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                        .serverDefaultProtocol()
                        .socketTimeoutMillis(30_000)
                        .build());
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Bytes of the objects on its heap that are still in use. */
    long liveHeapBytes() {
        List<String> lines = jcmd("GC.class_histogram");
        Matcher total = TOTAL.matcher(lines.get(lines.size() - 1));
        if (!total.matches()) {
            throw new AssertionError("no total in " + lines);
        }
        return Long.parseLong(total.group(1));
    }

    /** Number of its threads that run Java. */
    public int threads() {
        return (int) jcmd("Thread.print").stream()
                .filter(line -> line.startsWith("\""))
                .count();
    }

    private List<String> jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return jcmd.inputReader().lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** The exit code; fails when there is none within a minute. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + errors());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What it wrote to stderr. */
    public String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        awaitEnd();
    }
}
