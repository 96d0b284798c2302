package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ScoredMember;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands of sorted sets. */
public final class SortedSetCommands implements CommandFamily {
    /** Makes the commands. */
    public SortedSetCommands() {}

    @Override
    public void register(CommandTable table) {
        SortedSetReads.declare(table);
        SortedSetWrites.declare(table);
        SortedSetRanges.declare(table);
        SortedSetRemovals.declare(table);
        SortedSetPops.declare(table);
        SortedSetWaits.declare(table);
        SortedSetDraws.declare(table);
        SortedSetAlgebra.declare(table);
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.SORTED_SET);
    }

    /** The sorted set at an argument; null when there is no key. */
    static @Nullable Collection sortedSet(Call call, int index) {
        return call.keyspace().collection(call.key(index), ValueType.ZSET);
    }

    /** The members at an argument, to be read; null when there is no key. */
    static @Nullable ScoredMembers members(Call call, int index) {
        Collection collection = sortedSet(call, index);
        return collection == null ? null : new ScoredMembers(collection);
    }

    /**
     * Puts a sorted set of these members in the place of whatever is at a key, or nothing if there are none.
     *
     * @param event the event that announces it
     * @param members in any order, each once
     */
    public static void replace(Call call, Key key, String event, List<ScoredMember> members) {
        Collection collection = call.keyspace().newCollection(key, ValueType.ZSET);
        new ScoredMembers(collection).fill(members);
        boolean replaced = call.keyspace().remove(key);
        if (!members.isEmpty()) {
            call.keyspace().save(key, collection);
            call.event(Type.ZSET, event, key);
        } else if (replaced) {
            call.deleted(key);
        }
    }
}
