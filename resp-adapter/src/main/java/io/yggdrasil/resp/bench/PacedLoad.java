package io.yggdrasil.resp.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A {@link PacedClient} in a JVM of its own, from the constructor to {@link #close}. */
final class PacedLoad implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

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
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What it was since the last time that this was asked. */
    Measurement measure() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String line = output.readLine();
        try {
            return Measurement.parse(String.valueOf(line));
        } catch (NumberFormatException e) {
            throw new IOException("paced client said " + line, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
