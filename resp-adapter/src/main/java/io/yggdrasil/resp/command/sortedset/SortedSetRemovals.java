package io.yggdrasil.resp.command.sortedset;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;

/** Commands that remove members by name or by range. */
final class SortedSetRemovals {
    private SortedSetRemovals() {}

    static void declare(CommandTable table) {
        table.add(SortedSetCommands.named("zrem")
                .arity(-3)
                .syntax("key member...")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, DELETE))
                .since("1.2.0")
                .summary("Removes members from a sorted set, and the sorted set with the last one.")
                .complexity(
                        "O(N log M) where N is the number of members to be removed, M of members in the sorted set.")
                .handler(SortedSetRemovals::zrem));
        table.add(removing("zremrangebyrank")
                .syntax("key start:integer stop:integer")
                .since("2.0.0")
                .summary("Removes the members at a range of places.")
                .handler(call -> removeRange(call, RankRange.parse(call, 2, false))));
        table.add(removing("zremrangebyscore")
                .syntax("key min:double max:double")
                .since("1.2.0")
                .summary("Removes the members with scores in a range.")
                .handler(call -> removeRange(call, ScoreRange.parse(call, 2, 3))));
        table.add(removing("zremrangebylex")
                .syntax("key min max")
                .since("2.8.9")
                .summary("Removes the members in a range of names, all scores being equal.")
                .handler(call -> removeRange(call, LexRange.parse(call, 2, 3))));
    }

    private static Command.Builder removing(String name) {
        return SortedSetCommands.named(name)
                .arity(4)
                .flags(WRITE)
                .keys(KeySpec.at(1, RW, DELETE))
                .complexity("O(N log M) where N is the number of members removed, M of members in the sorted set.");
    }

    private static void zrem(Call call) {
        Collection collection = SortedSetCommands.sortedSet(call, 1);
        if (collection == null) {
            call.reply().integer(0);
            return;
        }
        ScoredMembers members = new ScoredMembers(collection);
        long before = members.count();
        for (int i = 2; i < call.count(); i++) {
            members.remove(call.bytes(i));
        }
        long removed = before - members.count();
        if (removed > 0) {
            call.keyspace().save(call.key(1), collection);
            call.event(Type.ZSET, "zrem", call.key(1));
            call.deletedIfEmpty(call.key(1), collection);
        }
        call.reply().integer(removed);
    }

    private static void removeRange(Call call, MemberRange range) {
        Collection collection = SortedSetCommands.sortedSet(call, 1);
        if (collection == null) {
            call.reply().integer(0);
            return;
        }
        ScoredMembers members = new ScoredMembers(collection);
        long from = range.from(members);
        long to = Math.max(from, range.to(members));
        remove(call, call.key(1), call.command().name(), collection, from, to);
        call.reply().integer(to - from);
    }

    /** Removes the members at places {@code from} to {@code to} (exclusive), and the key with the last. */
    static void remove(Call call, Key key, String event, Collection collection, long from, long to) {
        ScoredMembers members = new ScoredMembers(collection);
        if (to == from) {
            return;
        }
        call.event(Type.ZSET, event, key);
        if (from == 0 && to == members.count()) {
            call.keyspace().remove(key);
            call.deleted(key);
        } else {
            members.removeRange(from, to);
            call.keyspace().save(key, collection);
        }
    }
}
