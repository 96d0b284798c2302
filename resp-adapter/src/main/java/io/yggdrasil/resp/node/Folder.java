package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a node works in, locked for it: that of its data, or a temporary one that goes when the node stops. The
 * lock is the operating system's, so a killed process leaves none behind; the file beside it only tells who has it.
 */
final class Folder implements AutoCloseable {
    private static final String LOCK = "yggdrasil.lock";

    private static final int OWNER_BYTES_MAX = 64;

    private final Path path;
    private final boolean temporary;
    private final FileChannel lockFile;

    private Folder(Path path, boolean temporary, FileChannel lockFile) {
        this.path = path;
        this.temporary = temporary;
        this.lockFile = lockFile;
    }

    /** Locks the folder of the data, or a new temporary one for {@code null}. */
    static Folder open(@Nullable Path data) {
        Path path = data;
        try {
            if (path == null) {
                path = Files.createTempDirectory("yggdrasil-");
            } else {
                Files.createDirectories(path);
            }
            return new Folder(path, data == null, lock(path));
        } catch (IOException e) {
            throw new YggdrasilException(Kind.RESOURCE, "cannot write to folder " + path + ": " + reason(e), e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            String owner = owner(channel);
            channel.close();
            throw new YggdrasilException(
                    Kind.RESOURCE, "folder " + path + " is in use by another node (process " + owner + ")");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // Another node of this process has it.
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(OWNER_BYTES_MAX);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }

    Path path() {
        return path;
    }

    /** Unlocks the folder; a temporary one is deleted. */
    @Override
    public void close() {
        try {
            lockFile.close();
            if (temporary) {
                delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : all) {
            Files.deleteIfExists(one);
        }
    }
}
