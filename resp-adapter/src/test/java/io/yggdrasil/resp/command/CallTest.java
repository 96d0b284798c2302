package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.yggdrasil.resp.keyspace.InMemoryKeyspaces;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CallTest {
    private final Command command = new CommandTable()
            .add(Command.named("touch").arity(-1).handler(call -> {}))
            .all()
            .iterator()
            .next();
    private final ClientLink noLink = (ClientLink) Proxy.newProxyInstance(
            ClientLink.class.getClassLoader(), new Class<?>[] {ClientLink.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });
    private final Session session = new Session(1, noLink, 0);
    private final Call call = new Call(new ReplyWriter(), new InMemoryKeyspaces(() -> 0));

    private void begin(Request request) {
        call.begin(command, request, session, 0, false, null);
    }

    @Test
    void end_ofALargeRequest_keepsNothingOfIt() {
        begin(Request.of(bytes("touch"), bytes("key"), new byte[1 << 20]));
        Key key = call.key(1);
        assertEquals("key", key.toString());
        call.end();
        assertEquals(0, key.buffer().length);
        assertEquals(0, call.request().buffer().length);
        begin(Request.of("touch", "other"));
        assertEquals("other", call.key(1).toString());
    }

    @Test
    void begin_withOtherBytes_keepsNoKeyOfTheRequestBefore() {
        begin(Request.of("touch", "a", "b", "c"));
        call.key(1);
        call.key(2);
        Key third = call.key(3);
        call.end();
        begin(Request.of("touch", "d"));
        assertEquals("d", call.key(1).toString());
        assertEquals(0, third.buffer().length);
    }

    @Test
    void key_askedTwice_isTheSame() {
        begin(Request.of("touch", "a", "b"));
        Key first = call.key(1);
        call.key(2);
        assertSame(first, call.key(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
