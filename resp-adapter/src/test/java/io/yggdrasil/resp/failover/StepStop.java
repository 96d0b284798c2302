package io.yggdrasil.resp.failover;

import io.yggdrasil.ignite.internals.WriteSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stops the writing thread of a test's process at one step of a write, so that the test can kill the process there. In every
 * other process it does nothing.
 *
 * <p>The folder that the property names tells what to do: a file {@code armed} holds the name of a step and the number of the
 * one to stop behind, counted from when the file is there. When it has stopped, there is a file {@code stopped}.
 */
public final class StepStop implements WriteSteps {
    static final String FOLDER = "yggdrasil.test.steps";
    static final String ARMED = "armed";
    static final String STOPPED = "stopped";

    private final @Nullable Path folder;
    private String wanted = "";
    private int steps;

    /** Made by {@link java.util.ServiceLoader}. */
    public StepStop() {
        String name = System.getProperty(FOLDER);
        folder = name == null ? null : Path.of(name);
    }

    @Override
    public void reached(Step step) {
        if (folder == null || !Files.exists(folder.resolve(ARMED))) {
            return;
        }
        try {
            if (isLast(step, Files.readString(folder.resolve(ARMED)))) {
                Files.createFile(folder.resolve(STOPPED));
                while (true) {
                    LockSupport.park();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean isLast(Step step, String armed) {
        if (!wanted.equals(armed)) {
            wanted = armed;
            steps = 0;
        }
        if (armed.startsWith(step + " ")) {
            steps++;
        }
        return armed.equals(step + " " + steps);
    }
}
