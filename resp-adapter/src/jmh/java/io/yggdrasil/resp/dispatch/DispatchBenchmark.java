package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.slot.Slots;
import io.yggdrasil.resp.ServerFixture;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.session.NoLink;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A request from the command table to the pages of a real node and back, and the steps on that way. */
@NullUnmarked
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DispatchBenchmark {
    private static final int KEYS = 1 << 16;
    private static final int VALUE_BYTES = 100;

    private final Request[] gets = new Request[KEYS];
    private final Request[] sets = new Request[KEYS];
    private final byte[][] names = new byte[KEYS][];
    private final ReplyWriter reply = new ReplyWriter();
    private final Key key = new Key();
    private ServerFixture node;
    private CommandTable table;
    private GridKeyspaces keyspaces;
    private CommandExecutor executor;
    private Session session;
    private int next;

    /** Starts a node with 65,536 keys. */
    @Setup(Level.Trial)
    public void setUp() {
        node = ServerFixture.start();
        table = new CommandTable().add(new StringCommands()).add(new GenericCommands(() -> false));
        keyspaces = new GridKeyspaces(node.grid(), System::currentTimeMillis);
        executor = new CommandExecutor(
                table, keyspaces, new SlotLocks(), (client, command, request) -> null, new Unobserved(), reply);
        session = new Session(1, new NoLink(), 0);
        for (int i = 0; i < KEYS; i++) {
            String name = String.format("key:%010d", i);
            names[i] = name.getBytes(StandardCharsets.US_ASCII);
            gets[i] = Request.of("GET", name);
            sets[i] = Request.of("SET", name, "v".repeat(VALUE_BYTES));
            executor.execute(sets[i], session, null);
            reply.clear();
        }
    }

    /** Stops the node. */
    @TearDown(Level.Trial)
    public void tearDown() {
        node.close();
    }

    private int step() {
        next = (next + 40_503) & (KEYS - 1);
        return next;
    }

    /** The command named by a request. */
    @Benchmark
    public Command lookUp() {
        return table.find((next & 64) == 0 ? gets[step() & 63] : sets[step() & 63]);
    }

    /** The slot of a 14-byte key. */
    @Benchmark
    public int slot() {
        byte[] name = names[step() & 63];
        return Slots.slot(name, 0, name.length);
    }

    /** GET of 100 bytes through the executor. */
    @Benchmark
    public int dispatchGet() {
        reply.clear();
        executor.execute(gets[step()], session, null);
        return reply.size();
    }

    /** SET of 100 bytes through the executor. */
    @Benchmark
    public int dispatchSet() {
        reply.clear();
        executor.execute(sets[step()], session, null);
        return reply.size();
    }

    /** A string read from its page into the reply. */
    @Benchmark
    public int keyspaceRead() {
        reply.clear();
        byte[] name = names[step()];
        key.set(name, 0, name.length);
        keyspaces.begin();
        keyspaces.route(0, key);
        keyspaces.database(0).writeString(key, reply);
        return reply.size();
    }

    /** A string written to its page. */
    @Benchmark
    public boolean keyspaceWrite() {
        byte[] name = names[step()];
        key.set(name, 0, name.length);
        keyspaces.begin();
        keyspaces.route(0, key);
        keyspaces.addToScope(0, key);
        boolean open = keyspaces.openScope();
        try {
            keyspaces.database(0).putString(key, new byte[VALUE_BYTES], 0);
        } finally {
            keyspaces.closeScope();
        }
        return open;
    }

    private static final class Unobserved implements CommandObserver {
        @Override
        public void onRequest(Session client, Command command, Request request) {}

        @Override
        public boolean wantsRequests() {
            return false;
        }

        @Override
        public void onCommand(Session client, Command command, Request request, long nanos, boolean failed) {}

        @Override
        public void onRejected(Session client, Command command) {}

        @Override
        public void onError(String message) {
            throw new IllegalStateException(message);
        }
    }
}
