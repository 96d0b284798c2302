package io.yggdrasil.resp.command.list;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ListEnd;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.ValueType;
import org.jspecify.annotations.Nullable;

/** The commands of lists. */
public final class ListCommands implements CommandFamily {
    /** Makes the commands. */
    public ListCommands() {}

    @Override
    public void register(CommandTable table) {
        ListReads.declare(table);
        ListPushes.declare(table);
        ListPops.declare(table);
        ListMoves.declare(table);
        ListWaits.declare(table);
        ListEdits.declare(table);
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.LIST);
    }

    /** The list at the first argument; null when there is no key. */
    static @Nullable Collection list(Call call) {
        return list(call, 1);
    }

    /** The list at an argument; null when there is no key. */
    static @Nullable Collection list(Call call, int index) {
        return call.keyspace().collection(call.key(index), ValueType.LIST);
    }

    /** Which end an argument says. */
    static ListEnd end(Call call, int index) {
        if (call.is(index, "LEFT")) {
            return ListEnd.LEFT;
        }
        if (call.is(index, "RIGHT")) {
            return ListEnd.RIGHT;
        }
        throw Errors.syntax();
    }

    /** An argument as an integer of at least {@code min}; {@code error} is the reply to anything else. */
    static long atLeast(long min, Call call, int index, String error) {
        long value = call.integer(index, error);
        if (value < min) {
            throw new RedisException(error);
        }
        return value;
    }
}
