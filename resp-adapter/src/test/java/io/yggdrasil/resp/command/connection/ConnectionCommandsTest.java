package io.yggdrasil.resp.command.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.session.Blocked;
import io.yggdrasil.resp.session.ReplyMode;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.state.MemoryHost;
import io.yggdrasil.resp.state.ServerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectionCommandsTest {
    private final Parameters parameters = new Parameters();
    private final ServerState state = new ServerState(parameters, new MemoryHost());
    private final CommandTester redis = new CommandTester(
            new ConnectionCommands(
                    state.users(),
                    state.monitors(),
                    state.pubsub(),
                    state.tracking(),
                    new Handshake(state.users(), "7.2.6", false)),
            new ClientCommands(
                    state.clients(),
                    state.gate(),
                    state.tracking(),
                    user -> state.users().current().find(user) != null));

    @BeforeEach
    void connect() {
        state.clients().add(redis.session());
        state.users().admit(redis.session());
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void ping_andEcho() {
        redis.check("PING", "PONG");
        redis.check("PING hello", "\"hello\"");
        redis.check("PING a b", "-ERR wrong number of arguments for 'ping' command");
        redis.check("ECHO x", "\"x\"");
    }

    @Test
    void hello_ofEachVersion_switchesTheReply() {
        assertEquals('*', redis.line("HELLO").type());
        assertEquals('%', redis.line("HELLO 3").type());
        assertEquals(3, redis.session().protocol());
        assertEquals('%', redis.line("HELLO").type());
        assertEquals('*', redis.line("HELLO 2").type());
        redis.check("HELLO 4", "-NOPROTO unsupported protocol version");
        redis.check("HELLO x", "-ERR Protocol version is not an integer or out of range");
        redis.check("HELLO 3 NOSUCH", "-ERR Syntax error in HELLO option 'NOSUCH'");
        assertEquals(2, redis.session().protocol());
    }

    @Test
    void hello_withName_namesTheConnection() {
        redis.line("HELLO 3 SETNAME me");
        redis.check("CLIENT GETNAME", "\"me\"");
        assertEquals(
                "-ERR Client names cannot contain spaces, newlines or special characters.",
                redis.run("HELLO", "2", "SETNAME", "a b").toString());
        assertEquals(3, redis.session().protocol());
    }

    @Test
    void hello_withPasswordRequired_wantsIt() {
        parameters.start("requirepass", "secret");
        state.users().admit(redis.session());
        assertTrue(redis.line("HELLO 3").toString().startsWith("-NOAUTH HELLO must be called with the client already"));
        redis.check("HELLO 3 AUTH default wrong", "-WRONGPASS invalid username-password pair or user is disabled.");
        assertEquals(2, redis.session().protocol());
        assertEquals('%', redis.line("HELLO 3 AUTH default secret SETNAME n").type());
        assertTrue(redis.session().isAuthenticated());
        assertEquals("default", redis.session().user());
    }

    @Test
    void auth_withoutPasswordConfigured_takesAnyForTheDefaultUserOnly() {
        assertTrue(redis.line("AUTH x").toString().startsWith("-ERR AUTH <password> called without any password"));
        redis.check("AUTH default anything", "OK");
        redis.check("AUTH other x", "-WRONGPASS invalid username-password pair or user is disabled.");
        redis.check("AUTH a b c", "-ERR syntax error");
    }

    @Test
    void auth_withPassword_wantsIt() {
        parameters.start("requirepass", "secret");
        state.users().admit(redis.session());
        redis.check("AUTH wrong", "-WRONGPASS invalid username-password pair or user is disabled.");
        assertFalse(redis.session().isAuthenticated());
        redis.check("AUTH secret", "OK");
        assertTrue(redis.session().isAuthenticated());
    }

    @Test
    void reset_afterEverything_leavesNothing() {
        redis.line("HELLO 3 SETNAME n");
        redis.session().database(5);
        redis.session().transaction(new Transaction());
        redis.session().replyMode(ReplyMode.OFF);
        redis.line("CLIENT NO-EVICT ON");
        state.monitors().add(redis.session());
        parameters.start("requirepass", "secret");
        redis.check("RESET", "RESET");
        assertEquals(2, redis.session().protocol());
        assertEquals(0, redis.session().database());
        assertEquals(ReplyMode.ON, redis.session().replyMode());
        assertNull(redis.session().transaction());
        assertFalse(redis.session().isAuthenticated());
        assertTrue(state.monitors().isEmpty());
        redis.check("CLIENT GETNAME", "nil");
    }

    @Test
    void quit_answersAndCloses() {
        redis.check("QUIT", "OK");
        assertTrue(redis.session().closing());
    }

    @Test
    void clientInfo_isOneLineOfAllFields() {
        redis.line("CLIENT SETNAME n");
        redis.line("CLIENT SETINFO LIB-NAME jedis");
        redis.line("CLIENT SETINFO lib-ver 5");
        redis.advance(3_500);
        assertEquals(
                "id=1 addr=127.0.0.1:50000 laddr=127.0.0.1:6379 fd=0 name=n age=3 idle=0 flags=N db=0 sub=0 psub=0"
                        + " ssub=0 multi=-1 qbuf=0 qbuf-free=0 argv-mem=10 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0"
                        + " tot-mem=2058 events=r cmd=client|info user=default redir=-1 resp=2 lib-name=jedis lib-ver=5\n",
                redis.line("CLIENT INFO").text());
        assertEquals("OK", redis.line("CLIENT SETINFO LIB-NAME ").toString(), "an empty value takes the name away");
        redis.check("CLIENT SETINFO NOSUCH x", "-ERR Unrecognized option 'NOSUCH'");
        assertEquals(
                "-ERR lib-name cannot contain spaces, newlines or special characters.",
                redis.run("CLIENT", "SETINFO", "lib-name", "a b").toString());
    }

    @Test
    void clientList_filters() {
        assertTrue(redis.line("CLIENT LIST").text().startsWith("id=1 "));
        assertTrue(redis.line("CLIENT LIST TYPE normal").text().startsWith("id=1 "));
        assertEquals("", redis.line("CLIENT LIST TYPE replica").text());
        assertEquals("", redis.line("CLIENT LIST ID 2 3").text());
        assertTrue(redis.line("CLIENT LIST ID 2 1").text().startsWith("id=1 "));
        redis.check("CLIENT LIST TYPE nosuch", "-ERR Unknown client type 'nosuch'");
        redis.check("CLIENT LIST ID x", "-ERR Invalid client ID");
        redis.check("CLIENT LIST x", "-ERR syntax error");
    }

    @Test
    void clientKill_wrongOptions_areRefused() {
        redis.check("CLIENT KILL 1.2.3.4:5", "-ERR No such client");
        redis.check("CLIENT KILL ID 0", "-ERR client-id should be greater than 0");
        redis.check("CLIENT KILL ID x", "-ERR client-id should be greater than 0");
        redis.check("CLIENT KILL TYPE x", "-ERR Unknown client type 'x'");
        redis.check("CLIENT KILL USER x", "-ERR No such user 'x'");
        redis.check("CLIENT KILL SKIPME maybe", "-ERR syntax error");
        redis.check("CLIENT KILL ID 1 ADDR", "-ERR syntax error");
        redis.check("CLIENT KILL ID 1", "0");
        redis.check("CLIENT KILL ID 1 SKIPME no", "1");
        assertTrue(redis.session().closing());
    }

    @Test
    void clientPause_wrongArguments_areRefused() {
        redis.check("CLIENT PAUSE x", "-ERR timeout is not an integer or out of range");
        redis.check("CLIENT PAUSE -1", "-ERR timeout is negative");
        redis.check("CLIENT PAUSE 1 NOSUCH", "-ERR CLIENT PAUSE mode must be WRITE or ALL");
    }

    @Test
    void clientUnblock_endsTheWait() {
        List<Boolean> ends = new ArrayList<>();
        Blocked waiting = ends::add;
        redis.check("CLIENT UNBLOCK 1", "0");
        redis.session().blocked(waiting);
        redis.check("CLIENT UNBLOCK 1", "1");
        redis.check("CLIENT UNBLOCK 1 ERROR", "1");
        redis.check("CLIENT UNBLOCK 1 NOSUCH", "-ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        redis.check("CLIENT UNBLOCK 99", "0");
        assertEquals(List.of(false, true), ends);
    }

    @Test
    void tracking_isOffUntilItIsSwitchedOn() {
        redis.check("CLIENT TRACKING OFF", "OK");
        redis.check("CLIENT GETREDIR", "-1");
        redis.check("CLIENT TRACKINGINFO", "[\"flags\", [\"off\"], \"redirect\", -1, \"prefixes\", []]");
    }

    @Test
    void help_hasRedisShape() {
        String first = redis.line("CLIENT HELP").elements().get(0).text();
        assertEquals("CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:", first);
    }
}
