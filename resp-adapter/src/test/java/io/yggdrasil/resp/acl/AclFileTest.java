package io.yggdrasil.resp.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerChild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server processes with ACL files, and with users on disk. */
final class AclFileTest {
    private static final String MIGHTY = "user default on nopass sanitize-payload ~* &* +@all";

    @TempDir
    Path folder;

    private String write(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, List.of(lines), StandardCharsets.UTF_8);
        return file.toString();
    }

    @Test
    void file_isReadAtTheStart_loadedAndSaved() throws IOException {
        String file = write("users.acl", "", "  user ann on >pw ~a* +get (~b +set)\t", "user off  ", "");
        try (ServerChild server =
                        ServerChild.start(folder, "--set", "aclfile=" + file).awaitReady();
                WordClient admin = new WordClient(server.port())) {
            assertEquals("[\"ann\", \"default\", \"off\"]", admin.line("ACL USERS"));
            assertTrue(admin.line("CONFIG GET aclfile").contains("users.acl"));
            assertTrue(admin.line("CONFIG SET aclfile x").contains("can't set immutable config"));
            assertEquals("OK", admin.line("ACL SETUSER bob on >pw +@all ~*"));
            assertEquals("OK", admin.line("ACL SAVE"));
            List<String> saved = Files.readAllLines(Path.of(file));
            assertEquals(4, saved.size());
            assertEquals(MIGHTY, saved.get(2));
            assertTrue(
                    saved.get(0).startsWith("user ann on sanitize-payload #30c952fab122c3f9759f02a6d95c3758b246b4fee"));
            assertTrue(
                    saved.get(0).endsWith(" ~a* resetchannels -@all +get (~b resetchannels -@all +set)"), saved.get(0));
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(
                        0,
                        files.filter(path -> path.toString().contains(".tmp-")).count());
            }
            assertEquals("OK", admin.line("ACL SETUSER late on"));
            try (WordClient bob = new WordClient(server.port())) {
                assertEquals("OK", bob.line("AUTH bob pw"));
                assertEquals("OK", bob.line("ACL LOAD"), "who loads is answered");
                assertTrue(bob.isEnded(), "whoever is logged in as one of the users is logged out");
            }
            assertEquals("[\"ann\", \"bob\", \"default\", \"off\"]", admin.line("ACL USERS"));
        }
    }

    @Test
    void file_withErrors_changesNothingAndNamesTheLines() throws IOException {
        String file = write("users.acl", "user ann on");
        try (ServerChild server =
                        ServerChild.start(folder, "--set", "aclfile=" + file).awaitReady();
                WordClient admin = new WordClient(server.port())) {
            write(
                    "users.acl",
                    "user ann on",
                    "usr x",
                    "user ann off",
                    "user bob +nosuch +@nosuch ~* ~a ~b",
                    "user eve (+get");
            assertEquals(
                    "-ERR " + file + ":2 should start with user keyword followed by the username. WARNING: Duplicate"
                            + " user 'ann' found on line 3. " + file + ":4: Error in applying operation '+nosuch':"
                            + " Unknown command or category name in ACL. " + file
                            + ":4: Error in applying operation '+@nosuch': Unknown command or category name in ACL. "
                            + file + ":4: Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and"
                            + " does not have any effect. Try 'resetkeys' to start with an empty list of patterns. "
                            + file + ":5: Unmatched parenthesis in selector definition.WARNING: ACL errors detected,"
                            + " no change to the previously active ACL rules was performed",
                    admin.line("ACL LOAD"));
            assertEquals("[\"ann\", \"default\"]", admin.line("ACL USERS"));
            Files.delete(Path.of(file));
            assertEquals(
                    "-ERR Error loading ACLs, opening file '" + file + "': No such file or directory",
                    admin.line("ACL LOAD"));
        }
        write("users.acl", "nonsense");
        try (ServerChild server = ServerChild.start(folder, "--set", "aclfile=" + file)) {
            assertTrue(server.awaitEnd() != 0);
            assertTrue(server.errors().contains(file + ":1 should start with user keyword"), server.errors());
        }
    }

    @Test
    void save_whereTheFolderIsGone_isAnErrorAndChangesNothing() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path file = inner.resolve("users.acl");
        Files.writeString(file, "user ann on\n");
        try (ServerChild server =
                        ServerChild.start(folder, "--set", "aclfile=" + file).awaitReady();
                WordClient admin = new WordClient(server.port())) {
            Files.delete(file);
            Files.delete(inner);
            assertEquals(
                    "-ERR There was an error trying to save the ACLs. Please check the server logs for more information",
                    admin.line("ACL SAVE"));
            assertEquals("PONG", admin.line("PING"));
        }
    }

    @Test
    void users_outliveARestartWithData_andTheFileOfTheFirstNodeHolds() throws IOException {
        String data = folder.resolve("data").toString();
        try (ServerChild server = ServerChild.start(folder, "--data", data).awaitReady();
                WordClient admin = new WordClient(server.port())) {
            assertEquals("OK", admin.line("ACL SETUSER ann on >pw +@all -flushall ~a* (&ch +publish)"));
            assertEquals("OK", admin.line("ACL SETUSER default >secret"));
            server.kill();
            server.awaitEnd();
        }
        try (ServerChild server = ServerChild.start(folder, "--data", data).awaitReady();
                WordClient ann = new WordClient(server.port())) {
            assertEquals("-NOAUTH Authentication required.", ann.line("PING"));
            assertEquals("OK", ann.line("AUTH ann pw"));
            assertTrue(ann.line("ACL LIST")
                    .contains("~a* resetchannels +@all -flushall (resetchannels &ch -@all +publish)"));
            assertEquals("OK", ann.line("AUTH secret"));
        }
        try (ServerChild server = ServerChild.start(folder, "--data", data, "--requirepass", "other")
                        .awaitReady();
                WordClient client = new WordClient(server.port())) {
            assertEquals("OK", client.line("AUTH other"));
            assertEquals("[\"ann\", \"default\"]", client.line("ACL USERS"));
        }
        String file = write("users.acl", "user bob on nopass +@all");
        try (ServerChild server = ServerChild.start(folder, "--data", data, "--set", "aclfile=" + file)
                        .awaitReady();
                WordClient client = new WordClient(server.port())) {
            assertEquals("[\"bob\", \"default\"]", client.line("ACL USERS"));
        }
    }
}
