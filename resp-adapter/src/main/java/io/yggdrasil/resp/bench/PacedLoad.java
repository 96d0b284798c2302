package io.yggdrasil.resp.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A {@link PacedClient} in a JVM of its own, from the constructor to {@link #finish}. */
final class PacedLoad implements AutoCloseable {
    private final Process process;

    PacedLoad(Endpoint server, int perSecond, int keys, int valueBytes) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PacedClient.class.getName(),
                        server.host(),
                        String.valueOf(server.port()),
                        String.valueOf(perSecond),
                        String.valueOf(keys),
                        String.valueOf(valueBytes)))
                .redirectErrorStream(true)
                .start();
    }

    /** Ends the load and tells what it was. */
    Measurement finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("paced client ended with " + exit + ": " + out);
        }
        return Measurement.parse(out);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
