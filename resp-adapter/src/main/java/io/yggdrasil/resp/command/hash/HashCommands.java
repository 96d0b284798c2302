package io.yggdrasil.resp.command.hash;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.keyspace.ValueType;
import org.jspecify.annotations.Nullable;

/** The commands of hashes. */
public final class HashCommands implements CommandFamily {
    /** Makes the commands. */
    public HashCommands() {}

    @Override
    public void register(CommandTable table) {
        HashReads.declare(table);
        HashWrites.declare(table);
        HashListings.declare(table);
        HashTimes.declare(table);
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.HASH);
    }

    /** The hash at the first argument; null when there is no key. */
    static @Nullable Collection hash(Call call) {
        return call.keyspace().collection(call.key(1), ValueType.HASH);
    }

    /** The fields of a hash as they are now. */
    static HashFields fields(Call call, Collection hash) {
        return new HashFields(hash, call.judgingMillis());
    }

    /** The hash at the first argument, or a new one. */
    static Collection hashOrNew(Call call) {
        Collection hash = hash(call);
        return hash == null ? call.keyspace().newCollection(call.key(1), ValueType.HASH) : hash;
    }
}
