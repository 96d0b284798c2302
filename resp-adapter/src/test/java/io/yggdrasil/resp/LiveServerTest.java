package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.resp.server.RawClient;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients do to each other and to the server through CLIENT, CONFIG and MONITOR, on a whole server. */
final class LiveServerTest {
    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.start(Map.of("bind", "0.0.0.0"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void clientPause_write_holdsWritersUntilUnpaused() {
        try (RawClient writer = client();
                RawClient other = client()) {
            ask(other, "CLIENT PAUSE 60000 WRITE", "+OK");
            writer.send("GET pause\r\nSET pause 1\r\nGET pause\r\n");
            assertEquals("$-1", writer.line());
            awaitInfo(other, "blocked_clients", "1");
            ask(other, "GET pause", "$-1");
            ask(other, "CLIENT UNPAUSE", "+OK");
            assertEquals("+OK", writer.line());
            assertEquals("$1", writer.line());
            assertEquals("1", writer.line());
            awaitInfo(other, "blocked_clients", "0");
            ask(other, "DEL pause", ":1");
        }
    }

    @Test
    void clientPause_all_holdsEverybodyForTheTime() {
        try (RawClient one = client();
                RawClient other = client()) {
            long start = System.nanoTime();
            ask(one, "CLIENT PAUSE 200 ALL", "+OK");
            ask(other, "PING", "+PONG");
            assertTrue(System.nanoTime() - start >= 200_000_000, "the pause ended early");
            ask(one, "PING", "+PONG");
        }
    }

    @Test
    void clientPause_transactionThatWrites_isHeldAtExec() {
        try (RawClient writer = client();
                RawClient other = client()) {
            ask(writer, "MULTI", "+OK");
            ask(writer, "SET held 1", "+QUEUED");
            ask(other, "CLIENT PAUSE 60000 WRITE", "+OK");
            writer.send("EXEC\r\n");
            awaitInfo(other, "blocked_clients", "1");
            ask(other, "CLIENT UNPAUSE", "+OK");
            assertEquals("*1", writer.line());
            assertEquals("+OK", writer.line());
            ask(other, "DEL held", ":1");
        }
    }

    @Test
    void clientPause_write_letsScriptsRunThatSayTheyWriteNothing() {
        try (RawClient reader = client();
                RawClient other = client()) {
            ask(other, "CLIENT PAUSE 60000 WRITE", "+OK");
            ask(reader, "EVAL \"#!lua flags=no-writes\\nreturn 1\" 0", ":1");
            ask(reader, "MULTI", "+OK");
            ask(reader, "EVAL \"#!lua flags=no-writes\\nreturn 2\" 0", "+QUEUED");
            ask(reader, "EXEC", "*1");
            assertEquals(":2", reader.line());
            reader.send("EVAL \"#!lua\\nreturn 3\" 0\r\n");
            awaitInfo(other, "blocked_clients", "1");
            ask(other, "CLIENT UNPAUSE", "+OK");
            assertEquals(":3", reader.line());
        }
    }

    @Test
    void monitor_showsAScriptBeforeItsCommands() {
        try (RawClient monitor = client();
                RawClient other = client()) {
            ask(monitor, "MONITOR", "+OK");
            ask(other, "EVAL \"return redis.call('ECHO', KEYS[1])\" 1 k", "$1");
            assertEquals("k", other.line());
            assertTrue(monitor.line().contains("\"EVAL\""));
            assertTrue(monitor.line().endsWith(" lua] \"ECHO\" \"k\""));
        }
    }

    @Test
    void clientPause_clientThatLeaves_isForgotten() {
        try (RawClient other = client()) {
            ask(other, "CLIENT PAUSE 1000 WRITE", "+OK");
            try (RawClient writer = client()) {
                writer.send("SET gone 1\r\n");
                awaitInfo(other, "blocked_clients", "1");
            }
            awaitInfo(other, "blocked_clients", "0");
            ask(other, "CLIENT UNPAUSE", "+OK");
        }
    }

    @Test
    void monitor_showsCommandsOfOthers_withoutSecrets() {
        try (RawClient monitor = client();
                RawClient other = client()) {
            ask(monitor, "MONITOR", "+OK");
            ask(other, "SET \"a\\\"b\\x01\\n\" \"c\\\\d\"", "+OK");
            ask(other, "AUTH default secret", "+OK");
            ask(other, "MULTI", "+OK");
            ask(other, "ECHO x", "+QUEUED");
            ask(other, "EXEC", "*1");
            assertEquals("$1", other.line());
            assertEquals("x", other.line());
            ask(other, "CONFIG SET timeout 0", "+OK");
            ask(other, "MULTI", "+OK");
            ask(other, "NOSUCH", "-ERR unknown command 'NOSUCH', with args beginning with: ");
            ask(other, "EXEC", "-EXECABORT Transaction discarded because of previous errors.");
            String line = monitor.line();
            assertTrue(line.matches("\\+\\d+\\.\\d{6} \\[0 127\\.0\\.0\\.1:\\d+] .*"), line);
            assertEquals("\"SET\" \"a\\\"b\\x01\\n\" \"c\\\\d\"", shown(line));
            assertEquals("\"AUTH\" \"(redacted)\" \"(redacted)\"", shown(monitor.line()));
            assertEquals("\"MULTI\"", shown(monitor.line()));
            assertEquals("\"ECHO\" \"x\"", shown(monitor.line()));
            assertEquals("\"EXEC\"", shown(monitor.line()));
            assertEquals("\"MULTI\"", shown(monitor.line()));
            assertEquals("\"EXEC\"", shown(monitor.line()));
        }
    }

    private static String shown(String line) {
        return line.substring(line.indexOf("] ") + 2);
    }

    @Test
    void clientReply_offAndSkip_answerNothing() {
        try (RawClient client = client()) {
            client.send("CLIENT REPLY SKIP\r\nPING skipped\r\nECHO one\r\n");
            assertEquals("$3", client.line());
            assertEquals("one", client.line());
            client.send("CLIENT REPLY OFF\r\nPING\r\nSET x\r\nCLIENT REPLY ON\r\n");
            assertEquals("+OK", client.line());
            ask(client, "PING", "+PONG");
        }
    }

    @Test
    void clientKill_ofAnother_closesIt() {
        try (RawClient victim = client();
                RawClient killer = client()) {
            victim.send("CLIENT ID\r\n");
            String id = victim.line().substring(1);
            ask(killer, "CLIENT KILL ID " + id, ":1");
            assertEquals("", victim.readToEnd());
            ask(killer, "CLIENT KILL ID " + id, ":0");
        }
    }

    @Test
    void clientKill_ofItself_answersFirst() {
        try (RawClient client = client()) {
            client.send("CLIENT ID\r\n");
            String id = client.line().substring(1);
            client.send("CLIENT KILL ID " + id + " SKIPME no\r\nPING\r\n");
            assertEquals(":1\r\n", client.readToEnd());
        }
    }

    @Test
    void requirepass_setWhileRunning_boundsNewClients() {
        try (RawClient before = client()) {
            ask(before, "CONFIG SET requirepass secret", "+OK");
            try (RawClient after = client()) {
                ask(after, "PING", "-NOAUTH Authentication required.");
                ask(after, "AUTH wrong", "-WRONGPASS invalid username-password pair or user is disabled.");
                after.send("*1\r\n$20000\r\n");
                assertEquals("-ERR Protocol error: unauthenticated bulk length\r\n", after.readToEnd());
            }
            try (RawClient after = client()) {
                ask(after, "AUTH secret", "+OK");
                ask(after, "PING", "+PONG");
            }
            ask(before, "PING", "+PONG");
            ask(before, "CONFIG SET requirepass \"\"", "+OK");
        }
    }

    @Test
    void maxclients_reached_turnsAway() {
        try (RawClient first = client()) {
            ask(first, "CONFIG SET maxclients 1", "+OK");
            try (RawClient second = client()) {
                assertEquals("-ERR max number of clients reached\r\n", second.readToEnd());
            }
            ask(first, "CONFIG SET maxclients 10000", "+OK");
        }
    }

    @Test
    void timeout_ofIdleClient_closesIt() {
        try (RawClient idle = client();
                RawClient other = client()) {
            ask(other, "CONFIG SET timeout 1", "+OK");
            ask(idle, "PING", "+PONG");
            assertEquals("", idle.readToEnd());
        }
        try (RawClient other = client()) {
            ask(other, "CONFIG SET timeout 0", "+OK");
        }
    }

    @Test
    void outputLimit_ofClientThatDoesNotRead_closesIt() {
        try (RawClient other = client();
                RawClient slow = new RawClient(server.port(), 4096)) {
            ask(other, "CONFIG SET client-output-buffer-limit \"normal 1mb 0 0\"", "+OK");
            ask(other, "SETRANGE large 1000000 x", ":1000001");
            slow.send("CLIENT ID\r\n");
            String id = slow.line().substring(1);
            slow.send("GET large\r\n".repeat(20));
            ServerFixture.await("client is closed", () -> {
                other.send("CLIENT LIST ID " + id + "\r\n");
                int length = Integer.parseInt(other.line().substring(1));
                other.read(length);
                other.line();
                return length == 0;
            });
            ask(other, "CONFIG SET client-output-buffer-limit \"normal 0 0 0\"", "+OK");
            ask(other, "DEL large", ":1");
        }
    }

    @Test
    void maxmemory_exceeded_refusesWhatNeedsMemory() {
        try (RawClient client = client()) {
            String oom = "OOM command not allowed when used memory > 'maxmemory'.";
            ask(client, "MULTI", "+OK");
            ask(client, "SET oom 1", "+QUEUED");
            client.send("GET oom\r\n");
            assertEquals("+QUEUED", client.line());
            try (RawClient other = client()) {
                ask(other, "CONFIG SET maxmemory 1", "+OK");
                ask(other, "SET oom 1", "-" + oom);
                ask(other, "GET oom", "$-1");
            }
            ask(client, "EXEC", "-EXECABORT Transaction discarded because of: " + oom);
            ask(client, "CONFIG SET maxmemory 0", "+OK");
            ask(client, "SET oom 1", "+OK");
            ask(client, "DEL oom", ":1");
        }
    }

    @Test
    void port_cannotChangeWhileListening() {
        try (RawClient client = client()) {
            ask(
                    client,
                    "CONFIG SET timeout 5 port 1",
                    "-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port."
                            + " Check server logs.");
            ask(client, "CONFIG SET port " + server.port(), "+OK");
            client.send("CONFIG GET timeout\r\n");
            assertEquals("*2", client.line());
            assertEquals("$7", client.line());
            assertEquals("timeout", client.line());
            assertEquals("$1", client.line());
            assertEquals("0", client.line());
        }
    }

    @Test
    void info_countsWhatWasDone() {
        try (RawClient client = client()) {
            ask(client, "CONFIG RESETSTAT", "+OK");
            ask(client, "SET counted 1", "+OK");
            ask(client, "GET counted", "$1");
            assertEquals("1", client.line());
            ask(client, "GET not-counted", "$-1");
            ask(client, "GET", "-ERR wrong number of arguments for 'get' command");
            ask(client, "NOSUCH", "-ERR unknown command 'NOSUCH', with args beginning with: ");
            String info = info(client, "everything");
            assertTrue(info.contains("cmdstat_get:calls=2,usec="), info);
            assertTrue(info.contains(",rejected_calls=1,failed_calls=0"), info);
            assertTrue(info.contains("errorstat_ERR:count=2"), info);
            assertTrue(info.contains("keyspace_hits:1\r\nkeyspace_misses:1\r\n"), info);
            assertTrue(info.contains("latency_percentiles_usec_set:p50="), info);
            ask(client, "DEL counted", ":1");
        }
    }

    @Test
    void protectedMode_fromElsewhere_isDenied() throws IOException {
        Optional<InetAddress> address = ownAddress();
        assumeTrue(address.isPresent(), "this machine has no address beside loopback");
        try (Socket socket = new Socket(address.get(), server.port())) {
            socket.setSoTimeout(30_000);
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(text.startsWith("-DENIED Redis is running in protected mode because protected mode is"), text);
            assertTrue(text.endsWith("accepting connections from the outside.\r\n"), text);
        }
        try (RawClient local = client()) {
            ask(local, "CONFIG SET protected-mode no", "+OK");
            try (Socket socket = new Socket(address.get(), server.port())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
                assertEquals("+PONG\r\n", new String(socket.getInputStream().readNBytes(7), StandardCharsets.UTF_8));
            }
            ask(local, "CONFIG SET protected-mode yes", "+OK");
        }
    }

    private static Optional<InetAddress> ownAddress() throws IOException {
        return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    private static RawClient client() {
        return new RawClient(server.port());
    }

    private static void ask(RawClient client, String line, String answer) {
        client.send(line + "\r\n");
        assertEquals(answer, client.line(), line);
    }

    private static String info(RawClient client, String section) {
        client.send("INFO " + section + "\r\n");
        int length = Integer.parseInt(client.line().substring(1));
        String text = client.read(length);
        client.line();
        return text;
    }

    private static void awaitInfo(RawClient client, String name, String value) {
        ServerFixture.await(
                name + ":" + value, () -> info(client, "clients").contains("\r\n" + name + ":" + value + "\r\n"));
    }
}
