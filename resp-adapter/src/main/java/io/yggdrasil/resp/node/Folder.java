package io.yggdrasil.resp.node;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a node works in, locked for it: that of its data, or a temporary one that goes when the node stops. The
 * lock is the operating system's, so a killed process leaves none behind; the file beside it only tells who has it. The
 * folder of a killed process goes when the next node starts; see {@link TemporaryFolders}.
 */
final class Folder implements AutoCloseable {
    static final String LOCK = "yggdrasil.lock";

    private static final int OWNER_BYTES_MAX = 64;

    /**
     * The folders that this process has locked. The system's locks are the process's: it would get its own again, and lose
     * it by closing the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path realPath;
    private final boolean temporary;
    private final FileChannel lockFile;

    private Folder(Path path, Path realPath, boolean temporary, FileChannel lockFile) {
        this.path = path;
        this.realPath = realPath;
        this.temporary = temporary;
        this.lockFile = lockFile;
    }

    /** Locks the folder of the data, or a new temporary one for {@code null}. */
    static Folder open(@Nullable Path data) {
        Path path = data;
        try {
            if (path == null) {
                path = TemporaryFolders.create();
            } else {
                Files.createDirectories(path);
            }
            Folder folder = lock(path, data == null);
            if (data == null) {
                TemporaryFolders.deleteLeftovers(folder.realPath, HELD::contains);
            }
            return folder;
        } catch (IOException e) {
            throw new YggdrasilException(Kind.RESOURCE, obstacle(path) + reason(e), e);
        }
    }

    private static Folder lock(Path given, boolean temporary) throws IOException {
        Path path = given.toRealPath();
        if (!HELD.add(path)) {
            throw inUse(given, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new Folder(given, path, temporary, lockFile(given));
        } catch (IOException | RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    private static FileChannel lockFile(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            String owner = owner(channel);
            channel.close();
            throw inUse(path, owner);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static YggdrasilException inUse(Path path, String owner) {
        return new YggdrasilException(
                Kind.RESOURCE, "folder " + path + " is in use by another node (process " + owner + ")");
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(OWNER_BYTES_MAX);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    }

    private static String obstacle(@Nullable Path path) {
        if (path == null) {
            return "no temporary folder can be created in " + System.getProperty("java.io.tmpdir");
        }
        if (Files.isDirectory(path)) {
            return "cannot write to folder " + path;
        }
        return Files.exists(path) ? path + " is a file, not a folder" : "folder " + path + " cannot be created";
    }

    /** Java tells nothing more of some failures than the path, which is told already. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return ": permission denied";
        }
        if (e instanceof FileSystemException failure) {
            return failure.getReason() == null ? "" : ": " + failure.getReason();
        }
        return ": " + e.getMessage();
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
                TemporaryFolders.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(realPath);
        }
    }
}
