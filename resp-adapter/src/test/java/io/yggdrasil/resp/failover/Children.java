package io.yggdrasil.resp.failover;

import io.yggdrasil.resp.FreePort;
import io.yggdrasil.resp.ServerChild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Several server processes of one grid. They are killed when this is closed. */
final class Children implements AutoCloseable {
    private final Path folder;
    private final IntFunction<List<String>> arguments;
    private final @Nullable ServerChild[] children;
    private final int[] ports;
    private IntFunction<List<String>> jvmArguments = index -> List.of();

    /** Makes a grid without processes; {@code arguments} tells those of each process beside what every one has. */
    Children(Path folder, int count, IntFunction<List<String>> arguments) {
        this.folder = folder;
        this.arguments = arguments;
        this.children = new ServerChild[count];
        this.ports = IntStream.range(0, count).map(i -> FreePort.find()).toArray();
    }

    /** A grid whose processes keep their data on disk, each in a folder of its own. */
    static Children persistent(Path folder, int count) {
        return new Children(
                folder,
                count,
                index -> List.of("--data", folder.resolve("data" + index).toString()));
    }

    /** Gives each process's JVM more arguments. */
    Children withJvm(IntFunction<List<String>> more) {
        jvmArguments = more;
        return this;
    }

    /** Starts all processes and waits until they are ready. */
    Children start() {
        begin(0).awaitReady();
        for (int i = 1; i < children.length; i++) {
            begin(i);
        }
        for (int i = 1; i < children.length; i++) {
            get(i).awaitReady();
        }
        return this;
    }

    /** Starts a process, for the first time or anew, which joins those that run; it is not ready yet. */
    ServerChild begin(int index) {
        String all = IntStream.of(ports).mapToObj(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        List<String> own = new ArrayList<>(arguments.apply(index));
        own.addAll(List.of("--join", all, "--set", "event-loops=2"));
        own.addAll(List.of("--set", "ignite.discovery-port=" + ports[index]));
        ServerChild child = ServerChild.start(jvmArguments.apply(index), folder, own.toArray(String[]::new));
        children[index] = child;
        return child;
    }

    ServerChild get(int index) {
        ServerChild child = children[index];
        if (child == null) {
            throw new IllegalStateException("process " + index + " was not started");
        }
        return child;
    }

    /** SIGKILL, and nothing of the processes is left when this returns. */
    void kill(int... indexes) {
        for (int index : indexes) {
            get(index).kill();
        }
        for (int index : indexes) {
            get(index).awaitEnd();
        }
    }

    /** The processes that run. */
    List<ServerChild> alive() {
        return IntStream.range(0, children.length)
                .mapToObj(this::get)
                .filter(ServerChild::isAlive)
                .toList();
    }

    @Override
    public void close() {
        for (ServerChild child : children) {
            if (child != null) {
                child.close();
            }
        }
    }
}
