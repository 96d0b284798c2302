package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.client.ServerConnection;
import io.yggdrasil.resp.client.ServerError;
import io.yggdrasil.resp.rdb.RdbFileWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./yggdrasil export}: the keys of a running server into an RDB file. */
@Command(
        name = "export",
        description = "Writes the keys of all databases of a running server to an RDB file, which redis-server 7.0 and "
                + "newer loads and import reads. Clients may go on: each key is written as it is when its turn comes.",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    private static final String NAME = "export";
    private static final int BUFFER_BYTES = 1 << 18;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file, which appears when it is complete.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--replace", description = "Replace the file if there is one.")
    private boolean replaces;

    @Option(
            names = "--field-times",
            description = "Write a file for Redis 7.4 and newer, in which fields of hashes may have an expiry "
                    + "(default: for 7.0 and newer; such hashes are named and left out).")
    private boolean hasTimes;

    /** Made by picocli. */
    public ExportCommand() {}

    @Override
    public Integer call() {
        String mistake = server.mistake();
        if (mistake != null) {
            return failed(mistake, ExitCode.WRONG_USE);
        }
        if (Files.exists(file) && !replaces) {
            return failed(file + ": there is such a file; --replace replaces it", ExitCode.FAILED);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return failed(file + ": it is there and no file, so it is not replaced", ExitCode.FAILED);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            return failed(folder + ": there is no such folder", ExitCode.FAILED);
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            return export(unfinished);
        } finally {
            remove(unfinished);
        }
    }

    private int failed(String what, int exitCode) {
        spec.commandLine().getErr().println(NAME + ": " + what);
        return exitCode;
    }

    private void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            failed(unfinished + " stays: " + e.getMessage(), ExitCode.FAILED);
        }
    }

    private int export(Path unfinished) {
        try (ServerConnection connection = server.connect()) {
            return export(connection, unfinished);
        } catch (ServerError e) {
            return failed(server + ": " + e.getMessage(), ExitCode.FAILED);
        } catch (IOException e) {
            return failed(server + " to " + file + ": " + e.getMessage(), ExitCode.FAILED);
        }
    }

    private int export(ServerConnection connection, Path unfinished) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = Progress.of(err);
        Failures failures = new Failures(NAME, err);
        String end;
        try (FileChannel channel = FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
            RdbFileWriter writer = new RdbFileWriter(out, hasTimes);
            facts(writer, connection);
            KeyDumper keys = new KeyDumper(connection, writer, failures, progress);
            keys.write();
            writer.end();
            out.flush();
            channel.force(true);
            end = keys.counts() + "; " + progress.total(writer.written());
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        progress.wipe();
        spec.commandLine().getOut().println(end);
        spec.commandLine().getOut().flush();
        return failures.count() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void facts(RdbFileWriter writer, ServerConnection connection) throws IOException {
        String version = connection
                .ask("INFO", "server")
                .lines()
                .filter(line -> line.startsWith("redis_version:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("7.2.0");
        writer.fact("redis-ver", version);
        writer.fact("redis-bits", "64");
        writer.fact("ctime", Long.toString(System.currentTimeMillis() / 1_000));
    }
}
