package io.yggdrasil.resp.failover;

import io.yggdrasil.ignite.internals.WriteSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a test tells a process with a {@link StepStop} to stop, and sees that it has. */
record StoppingChild(Path folder) {
    static StoppingChild in(Path parent, String name) {
        try {
            return new StoppingChild(Files.createDirectories(parent.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process's JVM has to be told. */
    List<String> jvmArguments() {
        return List.of("-D" + StepStop.FOLDER + "=" + folder);
    }

    /** Has the process stop behind the {@code number}th step of a kind from now on; the first one is 1. */
    void arm(WriteSteps.Step step, int number) {
        try {
            Path written = Files.writeString(folder.resolve("armed.new"), step + " " + number);
            Files.move(written, folder.resolve(StepStop.ARMED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has stopped. */
    boolean hasStopped() {
        return Files.exists(folder.resolve(StepStop.STOPPED));
    }

    /** Forgets what was, for the next process. */
    void reset() {
        try {
            Files.deleteIfExists(folder.resolve(StepStop.ARMED));
            Files.deleteIfExists(folder.resolve(StepStop.STOPPED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
