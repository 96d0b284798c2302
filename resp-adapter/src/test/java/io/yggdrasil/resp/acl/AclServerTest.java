package io.yggdrasil.resp.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.waiting.Talk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users may do on a running server, and what becomes of their clients. */
final class AclServerTest {
    private static final String WRONG_PASSWORD = "-WRONGPASS invalid username-password pair or user is disabled.";

    private static WholeServer server;
    private static WordClient admin;

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of());
        admin = new WordClient(server.port());
    }

    @AfterAll
    static void stop() {
        admin.close();
        server.close();
    }

    @BeforeEach
    void begin() {
        assertEquals("OK", admin.line("ACL SETUSER default reset on nopass +@all ~* &*"));
        assertEquals("OK", admin.line("AUTH default x"));
        List.of("bob", "eve").forEach(user -> admin.line("ACL DELUSER " + user));
        admin.line("ACL LOG RESET");
        admin.line("CONFIG RESETSTAT");
    }

    private static WordClient as(String user) {
        WordClient client = new WordClient(server.port());
        assertEquals("OK", client.line("AUTH " + user + " pw"));
        return client;
    }

    private static void user(String rules) {
        assertEquals("OK", admin.line("ACL SETUSER " + rules));
    }

    /** The fields of a log entry by name. */
    private static Map<String, String> entry(int index) {
        List<Reply> fields = admin.reply("ACL LOG").at(index).all();
        Map<String, String> byName = new HashMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            byName.put(fields.get(i).text(), fields.get(i + 1).text());
        }
        return byName;
    }

    private static String info(String field) {
        Matcher found = Pattern.compile("(?m)^" + field + ":(.*?)\r?$")
                .matcher(admin.reply("INFO everything").text());
        return found.find() ? found.group(1) : "";
    }

    @Test
    void refusals_nameWhatIsMissing_andAreLogged() {
        user("bob on >pw +get +set +publish +acl|whoami ~a* resetchannels &ch*");
        try (WordClient bob = as("bob")) {
            assertEquals("\"bob\"", bob.line("ACL WHOAMI"));
            assertEquals("OK", bob.line("SET a1 v"));
            assertEquals("-NOPERM User bob has no permissions to run the 'del' command", bob.line("DEL a1"));
            assertEquals("-NOPERM User bob has no permissions to run the 'acl|list' command", bob.line("ACL LIST"));
            assertEquals("-NOPERM No permissions to access a key", bob.line("GET b"));
            assertEquals("-NOPERM No permissions to access a key", bob.line("GET b"));
            assertEquals("0", bob.line("PUBLISH ch1 m"));
            assertEquals("-NOPERM No permissions to access a channel", bob.line("PUBLISH other m"));
            assertTrue(admin.reply("CLIENT LIST").text().contains("cmd=publish user=bob "));
        }
        assertEquals("4", String.valueOf(admin.reply("ACL LOG").all().size()));
        assertEquals("channel other", entry(0).get("reason") + " " + entry(0).get("object"));
        Map<String, String> key = entry(1);
        assertEquals(
                "key b 2 toplevel bob",
                String.join(
                        " ",
                        key.get("reason"),
                        key.get("object"),
                        key.get("count"),
                        key.get("context"),
                        key.get("username")));
        assertTrue(key.get("client-info").contains(" cmd=get user=bob "), key.get("client-info"));
        assertEquals("acl|list", entry(2).get("object"));
        assertEquals("1", String.valueOf(admin.reply("ACL LOG 1").all().size()));
        assertEquals("2", info("acl_access_denied_cmd"));
        assertEquals("2", info("acl_access_denied_key"));
        assertEquals("1", info("acl_access_denied_channel"));
        assertEquals("OK", admin.line("ACL LOG RESET"));
        assertEquals("[]", admin.line("ACL LOG"));
        assertTrue(
                info("cmdstat_del").contains("calls=0,") && info("cmdstat_del").contains("rejected_calls=1"));
    }

    @Test
    void auth_ofEachForm() {
        user("bob on >pw");
        user("eve off >pw");
        try (WordClient client = new WordClient(server.port())) {
            assertTrue(client.line("AUTH x").startsWith("-ERR AUTH <password> called without any password configured"));
            assertEquals(WRONG_PASSWORD, client.line("AUTH bob wrong"));
            assertEquals(WRONG_PASSWORD, client.line("AUTH eve pw"));
            assertEquals(WRONG_PASSWORD, client.line("AUTH nobody pw"));
            assertEquals(WRONG_PASSWORD, client.line("HELLO 3 AUTH bob wrong"));
            assertEquals("\"default\"", client.line("ACL WHOAMI"));
            assertEquals("OK", client.line("AUTH bob pw"));
            assertTrue(client.line("PING").startsWith("-NOPERM User bob has no permissions to run the 'ping'"));
            assertTrue(client.line("HELLO 2 AUTH default any").startsWith("[\"server\""));
            assertEquals("PONG", client.line("PING"));
        }
        assertEquals("4", info("acl_access_denied_auth"));
        Map<String, String> hello = entry(1); // Before PING was refused.
        assertEquals(
                "auth HELLO bob", String.join(" ", hello.get("reason"), hello.get("object"), hello.get("username")));
        assertEquals("AUTH", entry(2).get("object"));
    }

    @Test
    void defaultUser_withoutAccess_makesClientsLogIn() {
        user("bob on >pw +@all ~* &*");
        try (WordClient early = new WordClient(server.port());
                WordClient bob = as("bob")) {
            assertEquals("PONG", early.line("PING"));
            assertEquals("OK", bob.line("ACL SETUSER default off"));
            assertEquals("PONG", early.line("PING"), "who is in stays in");
            try (WordClient late = new WordClient(server.port())) {
                assertEquals("-NOAUTH Authentication required.", late.line("PING"));
                assertTrue(late.line("HELLO 3").startsWith("-NOAUTH HELLO must be called"));
                assertEquals("OK", late.line("AUTH bob pw"));
                assertEquals("PONG", late.line("PING"));
                assertEquals("RESET", late.line("RESET"));
                assertEquals("-NOAUTH Authentication required.", late.line("PING"));
            }
            assertEquals("OK", bob.line("ACL SETUSER default on"));
        }
    }

    @Test
    void requirepass_isTheDefaultUsersPassword() {
        assertEquals("OK", admin.line("CONFIG SET requirepass secret"));
        try (WordClient client = new WordClient(server.port())) {
            assertEquals("-NOAUTH Authentication required.", client.line("GET k"));
            assertEquals(WRONG_PASSWORD, client.line("AUTH wrong"));
            assertEquals("OK", client.line("AUTH secret"));
            assertEquals("nil", client.line("GET k"));
            String list = client.line("ACL LIST");
            assertTrue(
                    list.contains(
                            "user default on sanitize-payload #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25"
                                    + "fe97bf527a25b ~* &* +@all"),
                    list);
            assertFalse(list.contains("secret"), list);
        }
        assertEquals("OK", admin.line("CONFIG SET requirepass "));
        try (WordClient client = new WordClient(server.port())) {
            assertEquals("PONG", client.line("PING"));
        }
    }

    @Test
    void multi_refusedCommand_breaksTheTransactionUp() {
        user("bob on >pw +multi +exec +incr ~*");
        try (WordClient bob = as("bob")) {
            assertEquals("OK", bob.line("MULTI"));
            assertEquals("-NOPERM User bob has no permissions to run the 'get' command", bob.line("GET k"));
            assertEquals("-EXECABORT Transaction discarded because of previous errors.", bob.line("EXEC"));
        }
        assertEquals("multi", entry(0).get("context"));
    }

    @Test
    void exec_judgesAgain_commandByCommand() {
        user("bob on >pw +multi +exec +incr +set +select ~*");
        try (WordClient bob = as("bob")) {
            for (String line : List.of("MULTI", "INCR e1", "SELECT 1", "SET e2 v", "INCR e1")) {
                bob.line(line);
            }
            user("bob -set -select resetkeys ~e1");
            assertEquals(
                    "[1, -NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC"
                            + " call. This command is no longer allowed for the following reason: no permission to"
                            + " execute the command or subcommand, -NOPERM ACLs rules changed between the moment the"
                            + " transaction was accumulated and the EXEC call. This command is no longer allowed for"
                            + " the following reason: no permission to execute the command or subcommand, 2]",
                    bob.line("EXEC"));
        }
        assertEquals("set", entry(0).get("object"));
        assertEquals("multi", entry(0).get("context"));
        assertTrue(entry(0).get("client-info").contains(" cmd=exec "), entry(0).get("client-info"));
        assertEquals("1", admin.line("DEL e1"));
    }

    @Test
    void exec_thatChangesRights_judgesByTheNewOnes() {
        user("bob on >pw +@all ~* &*");
        user("eve on >pw +get ~*");
        try (WordClient bob = as("bob")) {
            for (String line : List.of("MULTI", "SET x1 v", "AUTH eve pw", "SET x1 w", "GET x1")) {
                bob.line(line);
            }
            String reply = bob.line("EXEC");
            assertTrue(reply.startsWith("[OK, OK, -NOPERM ACLs rules changed "), reply);
            assertTrue(reply.endsWith(", \"v\"]"), reply);
        }
        try (WordClient bob = as("bob")) {
            for (String line : List.of("MULTI", "SET x1 z", "ACL SETUSER bob -get", "GET x1", "DEL x1")) {
                bob.line(line);
            }
            String reply = bob.line("EXEC");
            assertTrue(reply.startsWith("[OK, OK, -NOPERM ACLs rules changed "), reply);
            assertTrue(reply.endsWith(", 1]"), reply);
        }
    }

    @Test
    void deletedUser_losesItsClients() {
        user("bob on >pw +@all ~*");
        user("eve on >pw +@all ~*");
        try (WordClient bob = as("bob");
                WordClient waiting = as("bob");
                WordClient eve = as("eve");
                Talk talk = new Talk(server.port())) {
            waiting.send("BLPOP", "nolist", "0");
            talk.awaitBlocked(1);
            assertEquals("1", admin.line("ACL DELUSER bob nobody"));
            assertFalse(admin.reply("CLIENT LIST").text().contains("user=bob"));
            assertTrue(bob.isEnded());
            assertTrue(waiting.isEnded());
            assertEquals("1", eve.line("ACL DELUSER eve"), "who deletes itself is answered");
            assertTrue(eve.isEnded());
        }
        assertEquals("[\"default\"]", admin.line("ACL USERS"));
        assertEquals("-ERR The 'default' user cannot be removed", admin.line("ACL DELUSER bob default"));
    }

    @Test
    void subscribers_thatLoseAChannel_areDisconnected() {
        user("bob on >pw +@all ~* &a &b* &p*");
        try (WordClient channel = as("bob");
                WordClient pattern = as("bob");
                WordClient shard = as("bob");
                WordClient other = as("bob")) {
            channel.line("SUBSCRIBE a");
            pattern.line("PSUBSCRIBE p*");
            shard.line("SSUBSCRIBE b1");
            user("bob resetchannels &a &b* &p* &more");
            user("bob allchannels");
            assertEquals(3, subscribersOf("bob"));
            user("bob resetchannels &b* &p*");
            assertTrue(channel.isEnded());
            assertEquals("0", admin.line("PUBLISH a m"));
            assertEquals(2, subscribersOf("bob"));
            user("bob resetchannels &b1");
            assertTrue(pattern.isEnded());
            user("bob resetchannels");
            assertTrue(shard.isEnded());
            assertEquals("PONG", other.line("PING"));
        }
    }

    private static int subscribersOf(String user) {
        return (int) admin.reply("CLIENT LIST TYPE pubsub")
                .text()
                .lines()
                .filter(line -> line.contains("user=" + user + " "))
                .count();
    }

    @Test
    void clientThatWaits_whoseRightIsTaken_isRefusedWhenItIsServed() {
        user("bob on >pw +@all ~*");
        try (WordClient bob = as("bob")) {
            bob.send("BLPOP", "queue", "0");
            while (info("blocked_clients").equals("0")) {
                Thread.onSpinWait();
            }
            user("bob resetkeys");
            assertEquals("1", admin.line("LPUSH queue v"));
            assertEquals("-NOPERM No permissions to access a key", bob.next().toString());
            assertEquals("1", admin.line("LLEN queue"));
            assertEquals("1", admin.line("DEL queue"));
        }
        String counts = info("cmdstat_blpop");
        assertTrue(counts.startsWith("calls=0,") && counts.contains("rejected_calls=1,failed_calls=0"), counts);
    }

    @Test
    void sort_withPatterns_needsTheRightToReadAllKeys() {
        admin.line("RPUSH mylist 1");
        admin.line("SET v1 x");
        user("bob on >pw (+sort ~mylist ~v*)");
        try (WordClient bob = as("bob")) {
            assertEquals("[\"1\"]", bob.line("SORT mylist"));
            assertEquals(
                    "-ERR BY option of SORT denied due to insufficient ACL permissions.",
                    bob.line("SORT mylist BY v*"));
            assertEquals(
                    "-ERR GET option of SORT denied due to insufficient ACL permissions.",
                    bob.line("SORT mylist GET v*"));
            user("bob (+sort %R~*)");
            assertEquals("[\"x\"]", bob.line("SORT mylist GET v*"));
        }
        admin.line("DEL mylist v1");
    }

    @Test
    void clientKill_ofAUser() {
        user("bob on >pw +@all");
        assertEquals("-ERR No such user 'nobody'", admin.line("CLIENT KILL USER nobody"));
        try (WordClient bob = as("bob")) {
            assertEquals("1", admin.line("CLIENT KILL USER bob"));
            assertTrue(bob.isEnded());
        }
    }

    @Test
    void errors_ofTheCommandItself() {
        assertEquals(
                "-ERR Error in ACL SETUSER modifier '+nosuch': Unknown command or category name in ACL",
                admin.line("ACL SETUSER bob on +nosuch"));
        assertEquals("nil", admin.line("ACL GETUSER bob"));
        assertEquals(
                "-ERR Unmatched parenthesis in acl selector starting at '(+get'.", admin.line("ACL SETUSER bob (+get"));
        assertEquals(
                "-ERR Usernames can't contain spaces or null characters",
                admin.ask("ACL", "SETUSER", "a b").toString());
        assertEquals(
                "-ERR unknown subcommand or wrong number of arguments for 'cat'. Try ACL HELP.",
                admin.line("ACL cat a b"));
        assertTrue(admin.line("ACL GENPASS 5000").startsWith("-ERR ACL GENPASS argument must be the number of bits"));
        assertEquals(64, admin.reply("ACL GENPASS").text().length());
        assertEquals(2, admin.reply("ACL GENPASS 5").text().length());
        assertTrue(admin.line("ACL LOAD").startsWith("-ERR This Redis instance is not configured to use an ACL file."));
        assertTrue(admin.line("ACL SAVE").startsWith("-ERR This Redis instance is not configured to use an ACL file."));
        assertEquals("-ERR User 'nobody' not found", admin.line("ACL DRYRUN nobody GET k"));
        assertEquals("-ERR Command 'nosuch' not found", admin.line("ACL DRYRUN default nosuch"));
        assertEquals("-ERR wrong number of arguments for 'set' command", admin.line("ACL DRYRUN default SET k"));
        assertEquals("OK", admin.line("ACL DRYRUN default SET k v"));
    }

    @Test
    void changes_ofOneUserByMany_areAllMade() throws InterruptedException {
        List<String> commands = List.of("get", "set", "del", "incr");
        List<Thread> threads = commands.stream()
                .map(command -> new Thread(() -> {
                    try (WordClient client = new WordClient(server.port())) {
                        for (int i = 0; i < 25; i++) {
                            client.line("ACL SETUSER bob +" + command + " ~" + command + i);
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        Reply bob = admin.reply("ACL GETUSER bob");
        assertEquals(100, bob.at(7).text().split(" ").length);
        assertEquals(5, bob.at(5).text().split(" ").length);
    }
}
