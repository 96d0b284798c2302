package io.yggdrasil.resp.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs {@link LoadClient} in a JVM of its own. */
final class OwnLoad implements LoadGenerator {
    @Override
    public String name() {
        return "yggdrasil load client";
    }

    @Override
    public boolean knows(Workload workload) {
        return workload.operation() != Workload.Operation.COLLECTION;
    }

    @Override
    public Measurement run(Endpoint server, Workload workload, long millis) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LoadClient.class.getName(),
                server.host(),
                String.valueOf(server.port()),
                workload.operation().name(),
                String.valueOf(workload.valueBytes()),
                String.valueOf(workload.pipeline()),
                String.valueOf(workload.connections()),
                String.valueOf(workload.keys()),
                String.valueOf(millis));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("load client ended with " + exit + ": " + out);
        }
        return Measurement.parse(out);
    }
}
