package io.yggdrasil.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.config.Transport;
import io.yggdrasil.resp.parameter.OutputLimits;
import io.yggdrasil.resp.wire.RequestLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionTest {
    private static final int BLOB = 1 << 20;
    private ServerFixture node;
    private LoopbackServer server;

    Transport transport() {
        return Transport.AUTO;
    }

    @BeforeAll
    void start() {
        node = ServerFixture.start();
        server = new LoopbackServer(node.grid(), 60_000, transport());
    }

    @AfterAll
    void stop() {
        server.close();
        node.close();
    }

    @AfterEach
    void forget() {
        server.limits = RequestLimits.DEFAULT;
        server.outputLimits = OutputLimits.DEFAULT;
        server.authenticated = true;
        server.refusal = null;
        server.deferred.clear();
        ServerFixture.await("all clients are gone", server.sessions::isEmpty);
    }

    private DeferredReply promised() throws InterruptedException {
        DeferredReply reply = server.deferred.poll(30, TimeUnit.SECONDS);
        if (reply == null) {
            throw new AssertionError("nothing was deferred");
        }
        return reply;
    }

    @Test
    void read_oneByteAtATime_answersEach() {
        try (RawClient client = server.connect()) {
            for (char c : "*2\r\n$4\r\nECHO\r\n$3\r\na\r\n\r\nPING\r\n".toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertEquals("$3\r\na\r\n\r\n+PONG\r\n", client.read(16));
        }
    }

    @Test
    void read_randomPieces_answersAllInOrder() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder requests = new StringBuilder();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            String text = Integer.toString(i).repeat(random.nextInt(1 << random.nextInt(12)));
            String bulk = "$" + text.length() + "\r\n" + text + "\r\n";
            requests.append("*2\r\n$4\r\nECHO\r\n").append(bulk);
            replies.append(bulk);
        }
        try (RawClient client = server.connect()) {
            Thread sender = new Thread(() -> {
                for (int at = 0; at < requests.length(); ) {
                    int next = Math.min(requests.length(), at + 1 + random.nextInt(1 << random.nextInt(18)));
                    client.send(requests.substring(at, next));
                    at = next;
                }
            });
            sender.start();
            assertEquals(replies.toString(), client.read(replies.length()), "seed=" + seed);
        }
    }

    @Test
    void read_hundredThousandCommandsBeforeAnyReplyIsRead_answersAll() {
        int count = 100_000;
        String argument = "x".repeat(90);
        String bulk = "$90\r\n" + argument + "\r\n";
        try (RawClient client = server.connect()) {
            client.send(("*2\r\n$4\r\nECHO\r\n" + bulk).repeat(count));
            assertEquals(bulk.repeat(count), client.read(bulk.length() * count));
        }
    }

    @Test
    void write_replyOf100Megabytes_arrives() {
        int size = 100 << 20;
        try (RawClient client = server.connect()) {
            client.send("BLOB " + size + "\r\nPING\r\n");
            assertEquals("$" + size, client.line());
            client.skip(size + 2);
            assertEquals("+PONG", client.line());
        }
    }

    @Test
    void write_clientThatReadsLate_isHeldAndGetsAll() {
        int count = 2000;
        try (RawClient slow = server.connect();
                RawClient other = server.connect()) {
            slow.send(("BLOB " + BLOB + "\r\n").repeat(count));
            other.send("PING\r\n");
            assertEquals("+PONG", other.line());
            long most = Runtime.getRuntime().maxMemory() / 4 + (64 << 20);
            ServerFixture.await("the slow client is held", () -> unread() > 100L << 20 && isStill());
            assertTrue(unread() < most, unread() + " bytes wait for one client");
            other.send("PING\r\n");
            assertEquals("+PONG", other.line());
            for (int i = 0; i < count; i++) {
                assertEquals("$" + BLOB, slow.line());
                slow.skip(BLOB + 2);
            }
            slow.send("PING\r\n");
            assertEquals("+PONG", slow.line());
        }
    }

    private long unread() {
        return server.sessions.stream()
                .mapToLong(session -> session.link().outputBytes())
                .sum();
    }

    private boolean isStill() {
        long before = unread();
        for (int i = 0; i < 1000; i++) {
            Thread.yield();
        }
        return before == unread();
    }

    @Test
    void write_normalClientOverItsHardLimit_isClosedWithoutThatReply() {
        server.outputLimits = OutputLimits.of("normal 100000 0 0");
        try (RawClient client = server.connect()) {
            client.send("PING\r\n");
            assertEquals("+PONG", client.line());
            client.send("BLOB 150000\r\n");
            assertEquals("", client.readToEnd());
        }
    }

    @Test
    void write_normalClientOverItsSoftLimitForLong_isClosed() {
        server.outputLimits = OutputLimits.of("normal 0 1mb 1");
        try (RawClient client = new RawClient(server.port(), 16 << 10)) {
            client.send("BLOB " + (64 << 20) + "\r\n");
            ServerFixture.await("the client is closed", server.sessions::isEmpty);
        }
    }

    @Test
    void push_clientThatDoesNotRead_isClosedAtTheLimit() {
        server.outputLimits = OutputLimits.of("pubsub 8mb 0 0");
        try (RawClient client = new RawClient(server.port(), 16 << 10)) {
            byte[] push =
                    ("PUSH " + (1 << 20) + "\r\n").repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            client.trySend(push, 0, push.length);
            ServerFixture.await("the client is closed", server.sessions::isEmpty);
        }
    }

    @Test
    void push_clientThatReads_getsItBehindItsReplies() {
        try (RawClient client = server.connect()) {
            client.send("PUSH 3\r\n");
            assertEquals("+OK\r\n\0\0\0", client.read(8));
        }
    }

    @Test
    void end_clientThatStopsSending_getsAllReplies() {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = server.connect()) {
                client.send("ECHO a\r\nBLOB 10000000\r\nECHO b\r\n").endSending();
                String all = client.readToEnd();
                assertTrue(all.startsWith("$1\r\na\r\n$10000000\r\n"), all.substring(0, 30));
                assertTrue(all.endsWith("$1\r\nb\r\n"), () -> "ends after " + all.length() + " bytes");
            }
        }
    }

    @Test
    void end_clientThatWaitsForALateReply_getsIt() throws InterruptedException {
        try (RawClient client = server.connect()) {
            client.send("LATER\r\nPING\r\n").endSending();
            DeferredReply reply = promised();
            reply.complete(out -> out.bulk(new byte[20_000_000]));
            String all = client.readToEnd();
            assertTrue(all.endsWith("\r\n+PONG\r\n"), () -> "ends after " + all.length() + " bytes");
            assertEquals("$20000000\r\n".length() + 20_000_000 + "\r\n+PONG\r\n".length(), all.length());
        }
    }

    @Test
    void end_clientThatStopsSendingInsideARequest_isClosed() {
        try (RawClient client = server.connect()) {
            client.send("PING\r\n*2\r\n$4\r\nECHO\r\n$10\r\nabc").endSending();
            assertEquals("+PONG\r\n", client.readToEnd());
        }
    }

    @Test
    void defer_laterRequestsWaitForTheReply() throws InterruptedException {
        try (RawClient client = server.connect()) {
            client.send("PING\r\nDEFER\r\nECHO x\r\n");
            assertEquals("+PONG", client.line());
            DeferredReply reply = promised();
            client.send("ECHO y\r\n");
            reply.complete(out -> out.simple("late"));
            reply.complete(out -> out.simple("too late"));
            assertEquals("+late\r\n$1\r\nx\r\n$1\r\ny\r\n", client.read(21));
        }
    }

    /** Reading stops at some number of held bytes; a request that is larger than that must be read to its end. */
    @Test
    void defer_largeRequestBehindIt_isReadToItsEnd() throws InterruptedException {
        String text = "x".repeat(BLOB);
        try (RawClient client = server.connect()) {
            client.send("DEFER\r\n*2\r\n$4\r\nECHO\r\n$" + BLOB + "\r\n" + text.substring(0, BLOB / 2));
            DeferredReply reply = promised();
            ServerFixture.await("reading has stopped", () -> unprocessed() > BLOB / 4);
            reply.complete(out -> out.simple("late"));
            assertEquals("+late", client.line());
            client.send(text.substring(BLOB / 2) + "\r\n");
            assertEquals("$" + BLOB, client.line());
            client.skip(BLOB + 2);
        }
    }

    private long unprocessed() {
        return server.sessions.stream()
                .mapToLong(session -> session.link().inputBytes())
                .sum();
    }

    @Test
    void defer_settledByAnotherClientOfTheLoop_keepsTheirRepliesApart() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            try (RawClient waits = server.connect();
                    RawClient settles = server.connect()) {
                waits.send("ECHO 1\r\nDEFER\r\nECHO 2\r\nECHO 3\r\n");
                assertEquals("$1\r\n1\r\n", waits.read(7));
                ServerFixture.await("it waits", () -> !server.deferred.isEmpty());
                settles.send("ECHO 4\r\nSETTLE now\r\nECHO 5\r\n");
                assertEquals("$1\r\n4\r\n:1\r\n$1\r\n5\r\n", settles.read(18));
                assertEquals("+now\r\n$1\r\n2\r\n$1\r\n3\r\n", waits.read(20));
            }
        }
    }

    @Test
    void defer_clientThatLeaves_isAbandoned() throws InterruptedException {
        int before = server.abandoned.get();
        try (RawClient leaves = server.connect();
                RawClient ends = server.connect()) {
            leaves.send("DEFER\r\nPING\r\n");
            DeferredReply first = promised();
            ends.send("DEFER\r\n");
            DeferredReply second = promised();
            leaves.close();
            ServerFixture.await("the first is abandoned", () -> server.abandoned.get() == before + 1);
            ends.endSending();
            ServerFixture.await("the second is abandoned", () -> server.abandoned.get() == before + 2);
            assertEquals("", ends.readToEnd());
            first.complete(out -> out.ok());
            second.complete(out -> out.ok());
        }
    }

    @Test
    void http_browserThatPostsCommands_isClosedBeforeThem() {
        for (String line : new String[] {"POST / HTTP/1.1", "GET / HTTP/1.1\r\nHost: localhost"}) {
            try (RawClient client = server.connect()) {
                client.send(line + "\r\nContent-Length: 6\r\n\r\nPING\r\n");
                assertFalse(client.readToEnd().contains("PONG"), line);
            }
        }
    }

    @Test
    void defer_clientThatLeavesAtOnce_isAbandoned() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            int before = server.abandoned.get();
            try (RawClient client = server.connect()) {
                client.send("DEFER\r\n").endSending();
                DeferredReply reply = promised();
                ServerFixture.await("it is abandoned", () -> server.abandoned.get() == before + 1);
                assertEquals("", client.readToEnd());
                reply.complete(out -> out.ok());
            }
        }
    }

    @Test
    void defer_clientThatSendsMuchMeanwhile_isNotReadWithoutBound() throws InterruptedException {
        String request = "*2\r\n$4\r\nECHO\r\n$1000\r\n" + "z".repeat(1000) + "\r\n";
        int count = 20_000;
        try (RawClient client = server.connect()) {
            client.send("DEFER\r\n");
            DeferredReply reply = promised();
            Thread sender = new Thread(() -> client.send(request.repeat(count)));
            sender.start();
            ServerFixture.await("input waits", () -> received() > 256 << 10);
            reply.complete(out -> out.ok());
            assertEquals("+OK", client.line());
            for (int i = 0; i < count; i++) {
                assertEquals("$1000", client.line());
                client.skip(1002);
                assertTrue(received() < 2 << 20, received() + " bytes wait to be run");
            }
        }
    }

    private long received() {
        return server.sessions.stream()
                .mapToLong(session -> session.link().inputBytes())
                .sum();
    }

    @Test
    void replyMode_deferredAndNot_isSilent() throws InterruptedException {
        try (RawClient client = server.connect()) {
            client.send("REPLY OFF\r\nPING\r\nDEFER\r\nPING\r\n");
            promised().complete(out -> out.ok());
            client.send("REPLY ON\r\nREPLY SKIP_NEXT\r\nDEFER\r\nECHO x\r\n");
            promised().complete(out -> out.ok());
            assertEquals("+OK\r\n$1\r\nx\r\n", client.read(12));
        }
    }

    @Test
    void protocolError_behindOtherRequests_answersThemAndCloses() {
        try (RawClient client = server.connect()) {
            client.send("PING\r\n*1\r\nfoo\r\nPING\r\n");
            assertEquals("+PONG\r\n-ERR Protocol error: expected '$', got 'f'\r\n", client.readToEnd());
        }
    }

    @Test
    void leave_requestsBehindIt_areNotRun() {
        try (RawClient client = server.connect()) {
            client.send("LEAVE\r\nPING\r\nPING\r\n");
            assertEquals("+OK\r\n", client.readToEnd());
        }
    }

    @Test
    void fail_halfAReply_isTakenBack() {
        try (RawClient client = server.connect()) {
            client.send("PING\r\nFAIL\r\nNOSUCH a b\r\nPING\r\n");
            assertEquals("+PONG", client.line());
            assertEquals("-ERR half-way", client.line());
            assertEquals("-ERR unknown command 'NOSUCH', with args beginning with: 'a' 'b' ", client.line());
            assertEquals("+PONG", client.line());
        }
    }

    @Test
    void connect_refused_getsTheReason() {
        server.refusal = "ERR max number of clients reached";
        try (RawClient client = server.connect()) {
            assertEquals("-ERR max number of clients reached\r\n", client.readToEnd());
        }
    }

    @Test
    void limits_unauthenticatedClient_sendsSmallRequestsOnly() {
        server.authenticated = false;
        try (RawClient client = server.connect()) {
            client.send("*10\r\n$5\r\nCOUNT\r\n" + "$1\r\na\r\n".repeat(9) + "*11\r\n");
            assertEquals(":10\r\n-ERR Protocol error: unauthenticated multibulk length\r\n", client.readToEnd());
        }
        try (RawClient client = server.connect()) {
            client.send("*1\r\n$20000\r\n");
            assertEquals("-ERR Protocol error: unauthenticated bulk length\r\n", client.readToEnd());
        }
    }

    @Test
    void limits_requestOverTheQueryBuffer_closesWithoutAWord() {
        server.limits = new RequestLimits(512 << 20, Integer.MAX_VALUE, 1 << 20);
        try (RawClient client = server.connect()) {
            client.send("*2\r\n$4\r\nECHO\r\n$3000000\r\n");
            byte[] piece = new byte[100_000];
            for (int i = 0; i < 30 && client.trySend(piece, 0, piece.length); i++) {
                assertTrue(received() <= 1 << 20, received() + " bytes wait");
            }
            assertEquals("", client.readToEnd());
        }
    }

    @Test
    void limits_manyArguments_areTakenAndForgotten() {
        int count = 1_000_000;
        try (RawClient client = server.connect()) {
            client.send("*" + (count + 1) + "\r\n$5\r\nCOUNT\r\n" + "$1\r\na\r\n".repeat(count) + "PING\r\n");
            assertEquals(":1000001", client.line());
            assertEquals("+PONG", client.line());
        }
    }

    @Test
    void limits_moreThanTheHeapHolds_areAnsweredWithAnError() {
        long part = 400L << 20;
        int clients = (int) (Runtime.getRuntime().maxMemory() / part) + 1;
        List<RawClient> opened = new ArrayList<>();
        try {
            boolean refused = false;
            byte[] piece = new byte[1 << 20];
            for (int i = 0; i < clients && !refused; i++) {
                RawClient client = server.connect();
                opened.add(client);
                client.send("*2\r\n$4\r\nECHO\r\n$" + part + "\r\n");
                for (int sent = 0; sent < part - piece.length && !refused; sent += piece.length) {
                    refused = !client.trySend(piece, 0, piece.length);
                }
                if (refused) {
                    assertEquals(
                            "-OOM the server has not enough memory for a request as large as this\r\n",
                            client.readToEnd());
                }
            }
            assertTrue(refused, "nothing was refused");
            try (RawClient client = server.connect()) {
                client.send("PING\r\n");
                assertEquals("+PONG", client.line());
            }
        } finally {
            opened.forEach(RawClient::close);
        }
    }

    @Test
    void close_byAnotherThread_afterFlushOrAtOnce() {
        try (RawClient gentle = server.connect();
                RawClient abrupt = server.connect()) {
            gentle.send("PING\r\n");
            assertEquals("+PONG", gentle.line());
            server.sessions.forEach(session -> session.link().close(true));
            assertEquals("", gentle.readToEnd());
            assertEquals("", abrupt.readToEnd());
        }
        try (RawClient client = server.connect()) {
            client.send("DEFER\r\n");
            ServerFixture.await("it waits", () -> !server.deferred.isEmpty());
            server.sessions.forEach(session -> session.link().close(true));
            assertEquals("", client.readToEnd());
        }
        assertFalse(server.sessions.stream().anyMatch(session -> session.link().inputBytes() > 0));
    }

    @Test
    void stall_clientThatReadsNothing_isClosed() {
        try (LoopbackServer impatient = new LoopbackServer(node.grid(), 300, transport());
                RawClient client = new RawClient(impatient.port(), 16 << 10)) {
            int count = (int) (Runtime.getRuntime().maxMemory() / BLOB);
            client.send(("BLOB " + BLOB + "\r\n").repeat(count));
            ServerFixture.await("the client is closed", impatient.sessions::isEmpty);
            try (RawClient other = impatient.connect()) {
                other.send("PING\r\n");
                assertEquals("+PONG", other.line());
            }
        }
    }
}
