package io.yggdrasil.resp.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of nodes that keep their data in memory. A node deletes its own when it stops; one that was killed cannot,
 * so the next that starts deletes what it left.
 *
 * <p>A folder is left over when its lock file tells an owner and nobody holds the lock: the owner writes into the file
 * only once it has the lock, and keeps it to its end.
 */
final class TemporaryFolders {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolders.class);
    private static final String PREFIX = "yggdrasil-";

    private TemporaryFolders() {}

    /** Makes a new folder, in the system's for temporary files. */
    static Path create() throws IOException {
        return Files.createTempDirectory(PREFIX);
    }

    /**
     * Deletes the folders beside {@code own} that dead processes of the same user left.
     *
     * @param own the real path of the folder of a node that starts
     * @param isHeld tells the folders of this process's other nodes. Their locks must not be tried: the system's locks are the
     *     process's, and closing a file gives up all that it has on it.
     */
    static void deleteLeftovers(Path own, Predicate<Path> isHeld) {
        Path parent = own.resolveSibling("");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "[0-9]*")) {
            UserPrincipal user = Files.getOwner(own);
            for (Path one : all) {
                if (!isHeld.test(one) && isOf(one, user)) {
                    deleteIfLeft(one);
                }
            }
        } catch (IOException e) {
            LOG.debug("Left-over folders in {} stay", parent, e);
        }
    }

    private static boolean isOf(Path folder, UserPrincipal user) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(folder.resolve(Folder.LOCK), LinkOption.NOFOLLOW_LINKS)
                && user.equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
    }

    private static void deleteIfLeft(Path folder) {
        try (FileChannel file = FileChannel.open(folder.resolve(Folder.LOCK), StandardOpenOption.WRITE)) {
            if (file.size() > 0) {
                try (FileLock lock = file.tryLock()) {
                    if (lock != null) {
                        delete(folder);
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("Left-over folder {} stays", folder, e);
        }
    }

    /** Deletes a folder with all that is in it, as far as nobody else just did. */
    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return goOnIfGone(failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return goOnIfGone(failure);
            }
        });
    }

    private static FileVisitResult goOnIfGone(@Nullable IOException failure) throws IOException {
        if (failure != null && !(failure instanceof NoSuchFileException)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }
}
