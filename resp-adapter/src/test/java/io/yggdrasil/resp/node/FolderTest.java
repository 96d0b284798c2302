package io.yggdrasil.resp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.YggdrasilException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderTest {
    @TempDir
    private Path parent;

    @Test
    void open_missingFolder_makesIt() {
        Path path = parent.resolve("a/b");
        try (Folder folder = Folder.open(path)) {
            assertEquals(path, folder.path());
        }
        assertTrue(Files.isDirectory(path));
    }

    @Test
    void open_folderInUse_saysByWhom() {
        try (Folder folder = Folder.open(parent)) {
            String message = String.valueOf(assertThrows(YggdrasilException.class, () -> Folder.open(folder.path()))
                    .getMessage());
            assertTrue(
                    message.contains("in use by another node (process "
                            + ProcessHandle.current().pid()),
                    message);
        }
        Folder.open(parent).close();
    }

    @Test
    void open_fileInTheWay_isRefused() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThrows(YggdrasilException.class, () -> Folder.open(file.resolve("data")));
    }

    @Test
    void open_temporaryFolder_deletesThoseWithoutAnOwnerOnly() throws IOException {
        try (Folder other = Folder.open(null)) {
            Path left = sibling(other, "1", ProcessHandle.current().pid() + "");
            Path beginning = sibling(other, "2", "");
            Path foreign = Files.createTempDirectory("yggdrasil-3");
            try (Folder folder = Folder.open(null)) {
                assertFalse(Files.exists(left), "nobody holds its lock");
                assertTrue(Files.exists(beginning), "its owner has not locked it yet");
                assertTrue(Files.exists(foreign), "not a node's");
                assertTrue(Files.exists(other.path().resolve(Folder.LOCK)), "of this process");
                assertThrows(YggdrasilException.class, () -> Folder.open(other.path()));
                assertTrue(Files.exists(folder.path()));
            } finally {
                TemporaryFolders.delete(beginning);
                TemporaryFolders.delete(foreign);
            }
        }
    }

    private static Path sibling(Folder folder, String name, String owner) throws IOException {
        Path path = Files.createTempDirectory(folder.path().getParent(), "yggdrasil-" + name);
        Files.writeString(Files.createDirectories(path.resolve("work/db")).resolve("file"), "");
        Files.writeString(path.resolve(Folder.LOCK), owner);
        return path;
    }

    @Test
    void close_temporaryFolder_deletesIt() throws IOException {
        Folder folder = Folder.open(null);
        Files.writeString(Files.createDirectories(folder.path().resolve("x/y")).resolve("z"), "");
        folder.close();
        assertFalse(Files.exists(folder.path()));
    }
}
