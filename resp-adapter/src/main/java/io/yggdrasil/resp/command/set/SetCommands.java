package io.yggdrasil.resp.command.set;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.keyspace.ValueType;
import org.jspecify.annotations.Nullable;

/** The commands of sets. A set is fields without values. */
public final class SetCommands implements CommandFamily {
    static final byte[] NO_VALUE = {};

    /** Makes the commands. */
    public SetCommands() {}

    @Override
    public void register(CommandTable table) {
        SetReads.declare(table);
        SetWrites.declare(table);
        SetDraws.declare(table);
        SetOperations.declare(table);
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.SET);
    }

    /** The set at an argument; null when there is no key. */
    static @Nullable Collection set(Call call, int index) {
        return call.keyspace().collection(call.key(index), ValueType.SET);
    }

    /** The set at an argument, or a new one. */
    static Collection setOrNew(Call call, int index) {
        Collection set = set(call, index);
        return set == null ? call.keyspace().newCollection(call.key(index), ValueType.SET) : set;
    }
}
