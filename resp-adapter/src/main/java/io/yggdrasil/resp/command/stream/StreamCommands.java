package io.yggdrasil.resp.command.stream;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ChunkLimits;
import io.yggdrasil.resp.collection.StreamEntry;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The commands of streams. */
public final class StreamCommands implements CommandFamily {
    private final ToLongFunction<String> parameters;

    /**
     * Makes the commands.
     *
     * @param parameters numbers by the names of Redis's parameters
     */
    public StreamCommands(ToLongFunction<String> parameters) {
        this.parameters = parameters;
    }

    @Override
    public void register(CommandTable table) {
        new StreamWrites(this::chunkLimits).declare(table);
        StreamRanges.declare(table);
        StreamReads.declare(table);
        GroupCommands.declare(table);
        PendingCommands.declare(table);
        ClaimCommands.declare(table);
        InfoCommands.declare(table);
    }

    private ChunkLimits chunkLimits() {
        return new ChunkLimits(
                parameters.applyAsLong("stream-node-max-entries"), parameters.applyAsLong("stream-node-max-bytes"));
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.STREAM);
    }

    /** The stream at an argument; null when there is no key. */
    static @Nullable Collection stream(Call call, int index) {
        return call.keyspace().collection(call.key(index), ValueType.STREAM);
    }

    /** A subcommand has too many or too few arguments. */
    static RedisException subcommandSyntax(Call call, String container) {
        return new RedisException("ERR unknown subcommand or wrong number of arguments for '" + shown(call, 1)
                + "'. Try " + container + " HELP.");
    }

    /** An argument as error replies repeat it: up to its first zero byte. */
    static String shown(Call call, int index) {
        String text = call.text(index);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Writes entries from an id up to another. */
    static void writeRange(ReplyWriter reply, StreamLog log, StreamRange range, long most, boolean forward) {
        long count = Math.min(most, log.count(range.from(), range.to()));
        reply.array((int) count);
        log.visit(range.from(), range.to(), count, forward, entry -> write(reply, entry));
    }

    /** Writes an entry: its id, its names and values in turn. */
    static void write(ReplyWriter reply, StreamEntry entry) {
        reply.array(2);
        reply.bulk(entry.id().text());
        reply.array(entry.stringCount());
        entry.forEach(reply::bulk);
    }
}
