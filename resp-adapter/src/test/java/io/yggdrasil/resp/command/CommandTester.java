package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.keyspace.InMemoryKeyspace;
import io.yggdrasil.resp.keyspace.InMemoryKeyspaces;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import io.yggdrasil.resp.keyspace.WrongTypeException;
import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.Push;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands of some families for one client on databases in plain memory, by a clock that the test moves.
 *
 * <pre>{@code
 * CommandTester redis = new CommandTester(new StringCommands());
 * redis.check("SET k v", "OK");
 * redis.check("GET k", "\"v\"");
 * redis.check("GET", "-ERR wrong number of arguments for 'get' command");
 * }</pre>
 */
@NullMarked
public final class CommandTester {
    private static final long DEFERRED_SECONDS_MAX = 30;

    private final CommandTable table = new CommandTable();
    private final InMemoryKeyspaces keyspaces = new InMemoryKeyspaces(this::nowMillis);
    private final ReplyWriter writer = new ReplyWriter();
    private final Call call = new Call(writer, keyspaces);
    private final Session session;
    private long nowMillis = 1_700_000_000_000L;
    private boolean inTransaction;

    /** Makes a tester of the families' commands with empty databases. */
    public CommandTester(CommandFamily... families) {
        for (CommandFamily family : families) {
            table.add(family);
        }
        session = new Session(1, new DeafLink(), nowMillis);
    }

    /** Runs a command, given word by word. */
    public Reply run(String... arguments) {
        return Reply.parse(bytes(Request.of(arguments)));
    }

    /** Runs a command, given argument by argument. */
    public Reply run(byte[]... arguments) {
        return Reply.parse(bytes(Request.of(arguments)));
    }

    /** Runs a command, given as a line of words with single blanks between them. */
    public Reply line(String line) {
        return run(line.split(" ", -1));
    }

    /** Runs the line and compares the reply's {@link Reply#toString() short form}. */
    public void check(String line, String expected) {
        assertEquals(expected, line(line).toString(), line);
    }

    /** Runs a command and gives the reply as it would be sent. */
    public byte[] bytes(Request request) {
        writer.clear();
        writer.version(session.protocol());
        Waiting waiting = new Waiting();
        try {
            execute(request, waiting);
        } catch (RedisException | WrongTypeException | OutOfMemoryException e) {
            writer.clear();
            writer.error(e.getMessage());
            return written();
        }
        return waiting.isDeferred ? waiting.take() : written();
    }

    private void execute(Request request, Waiting waiting) {
        Command command = resolve(request);
        if (!command.takes(request.count())) {
            throw Errors.arity(command.fullName());
        }
        CommandHandler handler = command.handler();
        if (handler == null) {
            throw new IllegalStateException("command " + command + " has no handler");
        }
        session.onCommand(command.fullName(), nowMillis);
        call.begin(command, request, session, nowMillis, inTransaction, waiting);
        handler.execute(call);
    }

    private Command resolve(Request request) {
        Command command = table.find(request);
        if (command == null) {
            throw new RedisException("ERR unknown command '" + request.text(0) + "', with args beginning with: ");
        }
        if (command.subcommands().isEmpty() || request.count() < 2) {
            return command;
        }
        Command sub = command.subcommands().get(request.text(1).toLowerCase(Locale.ROOT));
        if (sub == null) {
            throw new RedisException("ERR unknown subcommand '" + request.text(1) + "'. Try "
                    + command.name().toUpperCase(Locale.ROOT) + " HELP.");
        }
        return sub;
    }

    private byte[] written() {
        return Arrays.copyOf(writer.array(), writer.size());
    }

    /** The client. */
    public Session session() {
        return session;
    }

    /** The commands. */
    public CommandTable table() {
        return table;
    }

    /** The databases. */
    public InMemoryKeyspaces keyspaces() {
        return keyspaces;
    }

    /** The client's database. */
    public InMemoryKeyspace keyspace() {
        return keyspaces.database(session.database());
    }

    /** The string at {@code key} in the client's database, or null. */
    public byte @Nullable [] string(String key) {
        return keyspace().string(Key.of(key));
    }

    /** What the commands take for the time. */
    public long nowMillis() {
        return nowMillis;
    }

    /** Sets the time, in milliseconds since 1970. */
    public CommandTester nowMillis(long value) {
        nowMillis = value;
        return this;
    }

    /** Lets time pass. */
    public CommandTester advance(long millis) {
        nowMillis += millis;
        return this;
    }

    /** Chooses RESP 2 or 3. */
    public CommandTester protocol(int version) {
        session.protocol(version);
        return this;
    }

    /** Sets whether commands run as EXEC runs them. */
    public CommandTester inTransaction(boolean value) {
        inTransaction = value;
        return this;
    }

    /** Takes the reply of a deferring handler. */
    private final class Waiting implements DeferredReplies, DeferredReply {
        private final CompletableFuture<Consumer<ReplyWriter>> completion = new CompletableFuture<>();
        private boolean isDeferred;

        @Override
        public DeferredReply defer() {
            isDeferred = true;
            return this;
        }

        @Override
        public void complete(Consumer<ReplyWriter> reply) {
            completion.complete(reply);
        }

        @Override
        public void onAbandoned(Runnable action) {
            // The tester's client never goes away.
        }

        byte[] take() {
            try {
                completion.get(DEFERRED_SECONDS_MAX, TimeUnit.SECONDS).accept(writer);
            } catch (RedisException e) {
                writer.clear();
                writer.error(e.getMessage());
            } catch (Exception e) {
                throw new AssertionError("no deferred reply came", e);
            }
            return written();
        }
    }

    /** A connection that nothing is sent through. */
    private static final class DeafLink implements ClientLink {
        @Override
        public void push(Push push) {
            throw new UnsupportedOperationException("push");
        }

        @Override
        public void close(boolean afterFlush) {
            // Nothing is open.
        }

        @Override
        public long outputBytes() {
            return 0;
        }

        @Override
        public long inputBytes() {
            return 0;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1:50000";
        }

        @Override
        public String localAddress() {
            return "127.0.0.1:6379";
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }
}
