package io.yggdrasil.resp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/** While a command holds every slot, event loops go on; who needs a slot waits; replies keep their order. */
final class SlowLaneTest {
    private static final ProtocolCommand HOLD = () -> "HOLD".getBytes(StandardCharsets.US_ASCII);
    private static final AtomicReference<Gate> GATE = new AtomicReference<>(new Gate());

    private static @Nullable ServerFixture started;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What a held command tells of itself and waits for. */
    private static final class Gate {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch opened = new CountDownLatch(1);
        final AtomicReference<String> thread = new AtomicReference<>("");

        void await(CountDownLatch latch) {
            try {
                if (!latch.await(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody came");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void pass() {
            thread.set(Thread.currentThread().getName());
            entered.countDown();
            await(opened);
        }
    }

    @BeforeAll
    static void start() {
        CommandFamily holding = table -> table.add(Command.named("hold")
                .arity(-1)
                .flags(CommandFlag.WRITE, CommandFlag.WHOLE_KEYSPACE, CommandFlag.SLOW_PATH)
                .handler(call -> {
                    GATE.get().pass();
                    if (call.count() > 1) {
                        throw new RedisException("ERR as told");
                    }
                    call.reply().ok();
                }));
        started = ServerFixture.start(new StringCommands(), new GenericCommands(), new TransactionCommands(), holding);
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static ServerFixture server() {
        ServerFixture server = started;
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    @BeforeEach
    void empty() {
        GATE.set(new Gate());
        try (Jedis jedis = server().jedis()) {
            jedis.flushAll();
        }
    }

    @Test
    void held_loopsAnswerAndThoseWhoNeedASlotWait() throws Exception {
        Gate gate = GATE.get();
        Future<Object> holder = threads.submit(() -> hold());
        gate.await(gate.entered);
        List<Future<String>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String key = "key:" + i;
            writers.add(threads.submit(() -> {
                try (Jedis jedis = server().jedis()) {
                    jedis.set(key, "v");
                    return jedis.get(key);
                }
            }));
        }
        for (int i = 0; i < 8; i++) {
            try (Jedis jedis = server().jedis()) {
                assertEquals("PONG", jedis.ping());
                assertEquals(0, jedis.dbSize());
            }
        }
        assertFalse(writers.stream().anyMatch(Future::isDone));
        gate.opened.countDown();
        assertEquals("OK", text(holder.get(60, TimeUnit.SECONDS)));
        assertEquals("resp-slow", gate.thread.get().replaceAll("-\\d+$", ""));
        for (Future<String> writer : writers) {
            assertEquals("v", writer.get(60, TimeUnit.SECONDS));
        }
        threads.shutdown();
    }

    @Test
    void pipelined_repliesKeepTheirOrder() {
        GATE.get().opened.countDown();
        try (Jedis jedis = server().jedis()) {
            Pipeline pipeline = jedis.pipelined();
            Response<String> before = pipeline.get("key");
            pipeline.set("key", "1");
            Response<Object> held = pipeline.sendCommand(HOLD, new String[0]);
            Response<Long> after = pipeline.incr("key");
            Response<Object> flushed = pipeline.sendCommand(Protocol.Command.FLUSHALL, new String[0]);
            Response<String> last = pipeline.get("key");
            pipeline.sync();
            assertNull(before.get());
            assertEquals("OK", text(held.get()));
            assertEquals(2, after.get());
            assertEquals("OK", text(flushed.get()));
            assertNull(last.get());
        }
    }

    @Test
    void failing_isAnErrorReplyAndFreesTheSlots() {
        GATE.get().opened.countDown();
        try (Jedis jedis = server().jedis()) {
            assertEquals(
                    "ERR as told",
                    assertThrows(JedisDataException.class, () -> jedis.sendCommand(HOLD, "fail"))
                            .getMessage());
            assertEquals("OK", jedis.set("key", "v"));
        }
    }

    @Test
    void clientGoneMeanwhile_slotsAreFreed() throws Exception {
        Gate gate = GATE.get();
        try (Socket leaving = new Socket("127.0.0.1", server().port())) {
            leaving.getOutputStream().write("HOLD\r\n".getBytes(StandardCharsets.US_ASCII));
            gate.await(gate.entered);
        }
        gate.opened.countDown();
        try (Jedis jedis = server().jedis()) {
            assertEquals("OK", jedis.set("key", "v"));
        }
    }

    @Test
    void inTransaction_theWholeTransactionLeavesTheLoop() throws Exception {
        Gate gate = GATE.get();
        Future<List<Object>> holder = threads.submit(() -> {
            try (Jedis jedis = server().jedis()) {
                var transaction = jedis.multi();
                transaction.set("key", "1");
                transaction.sendCommand(HOLD, new String[0]);
                transaction.incr("key");
                return transaction.exec();
            }
        });
        gate.await(gate.entered);
        try (Jedis jedis = server().jedis()) {
            assertEquals("PONG", jedis.ping());
        }
        Future<String> reader = threads.submit(() -> {
            try (Jedis jedis = server().jedis()) {
                return jedis.get("key");
            }
        });
        gate.opened.countDown();
        assertEquals(2L, holder.get(60, TimeUnit.SECONDS).get(2));
        assertEquals("2", reader.get(60, TimeUnit.SECONDS));
        threads.shutdown();
    }

    private static Object hold() {
        try (Jedis jedis = server().jedis()) {
            return jedis.sendCommand(HOLD);
        }
    }

    private static String text(Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
    }
}
