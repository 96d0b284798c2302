package io.yggdrasil.resp.cli;

import io.yggdrasil.resp.client.ServerConnection;
import io.yggdrasil.resp.rdb.RdbChecksum;
import io.yggdrasil.resp.rdb.RdbFileReader;
import io.yggdrasil.resp.rdb.RdbFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./yggdrasil import}: the keys of an RDB file into a running server. */
@Command(
        name = "import",
        description = "Puts the keys of an RDB file, as redis-server or export writes it, into a running server.",
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
    private static final String NAME = "import";

    /** What a server takes as one argument, less the end of a payload. */
    private static final int VALUE_BYTES_MAX = (512 << 20) - 64;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file, mostly dump.rdb.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--db",
            paramLabel = "NUMBER",
            description = "Only the keys of this database of the file; may be repeated (default: all). "
                    + "Each goes into the database of the same number.")
    private Set<Long> databases = new LinkedHashSet<>();

    @Option(names = "--replace", description = "Replace keys that the server has (default: leave those as they are).")
    private boolean replaces;

    @Option(
            names = "--damaged",
            description = "Do not look at the checksum first: restore what comes before the damage.")
    private boolean isDamaged;

    /** Made by picocli. */
    public ImportCommand() {}

    @Override
    public Integer call() {
        String mistake = server.mistake();
        if (mistake != null) {
            return failed(mistake, ExitCode.WRONG_USE);
        }
        Progress progress = Progress.of(spec.commandLine().getErr());
        try {
            long bytes = Files.size(file);
            RdbChecksum.check(file, at -> progress.show("checking", 0, at, at / (double) bytes));
            progress.wipe();
        } catch (IOException e) {
            return failed(reason(e), ExitCode.FAILED);
        } catch (RdbFormatException e) {
            progress.wipe();
            if (!isDamaged) {
                return failed(file + ": " + e.getMessage() + "; nothing was changed", ExitCode.FAILED);
            }
            spec.commandLine()
                    .getErr()
                    .println(NAME + ": " + file + ": " + e.getMessage() + "; it is read all the same");
        }
        return restore();
    }

    private int failed(String what, int exitCode) {
        spec.commandLine().getErr().println(NAME + ": " + what);
        return exitCode;
    }

    /** A failure of the file system names no more than the file for some of its kinds. */
    private String reason(IOException e) {
        if (Files.isDirectory(file)) {
            return file + ": it is a folder";
        }
        return Files.isRegularFile(file) ? file + ": " + e.getMessage() : file + ": there is no such file";
    }

    private int restore() {
        try (ServerConnection connection = server.connect();
                InputStream in = Files.newInputStream(file)) {
            return restore(connection, new RdbFileReader(in, VALUE_BYTES_MAX), Files.size(file));
        } catch (IOException e) {
            return failed(server + ": " + e.getMessage(), ExitCode.FAILED);
        }
    }

    private int restore(ServerConnection connection, RdbFileReader reader, long fileBytes) {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = Progress.of(err);
        KeyRestorer keys =
                new KeyRestorer(connection, replaces, databases, System::currentTimeMillis, new Failures(NAME, err));
        try {
            boolean isRead = read(reader, new Shown(keys, reader, progress, fileBytes));
            keys.finish();
            progress.wipe();
            spec.commandLine().getOut().println(keys.counts() + "; " + progress.total(reader.offset()));
            spec.commandLine().getOut().flush();
            return isRead && keys.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
        } catch (UncheckedIOException e) {
            progress.wipe();
            return failed(file + ": " + e.getMessage() + "; so far " + keys.counts(), ExitCode.FAILED);
        } catch (IOException e) {
            progress.wipe();
            return failed(server + ": " + e.getMessage() + "; so far " + keys.counts(), ExitCode.FAILED);
        }
    }

    /** Returns whether it could be read to its end. */
    private boolean read(RdbFileReader reader, Shown visitor) throws IOException {
        try {
            reader.read(visitor);
            return true;
        } catch (RdbFormatException e) {
            failed(file + ": " + e.getMessage() + "; what comes before is restored", ExitCode.FAILED);
            return false;
        }
    }

    /** Shows how far it is at each key. */
    private record Shown(KeyRestorer keys, RdbFileReader reader, Progress progress, long fileBytes)
            implements RdbFileReader.Visitor {
        @Override
        public void database(long number) throws IOException {
            keys.database(number);
        }

        @Override
        public void key(RdbFileReader.Entry entry) throws IOException {
            keys.key(entry);
            progress.show("restoring", keys.restored(), reader.offset(), reader.offset() / (double) fileBytes);
        }

        @Override
        public void unreadable(byte[] key, String why) {
            progress.wipe();
            keys.unreadable(key, why);
        }

        @Override
        public void leftOut(String what) {
            progress.wipe();
            keys.leftOut(what);
        }
    }
}
