package io.yggdrasil.resp.command.sortedset;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;

/** Commands that take members from either end. */
final class SortedSetPops {
    private SortedSetPops() {}

    static void declare(CommandTable table) {
        table.add(popping("zpopmin")
                .summary("Removes the members with the lowest scores and tells them.")
                .handler(call -> pop(call, false)));
        table.add(popping("zpopmax")
                .summary("Removes the members with the highest scores and tells them.")
                .handler(call -> pop(call, true)));
        table.add(SortedSetCommands.named("zmpop")
                .arity(-4)
                .syntax("numkeys key... where=(MIN|MAX) [COUNT count]")
                .flags(WRITE)
                .keys(KeySpec.counted(1, RW, ACCESS, DELETE))
                .since("7.0.0")
                .summary("Removes members from an end of the first sorted set that is there and tells them.")
                .complexity("O(K + N log M) where K is the number of keys, N of members removed, M of members.")
                .handler(call -> popFirst(call, 1, () -> {})));
    }

    private static Command.Builder popping(String name) {
        return SortedSetCommands.named(name)
                .arity(-2)
                .syntax("key [count]")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE))
                .since("5.0.0")
                .complexity("O(N log M) where N is the number of members removed, M of members in the sorted set.");
    }

    private static void pop(Call call, boolean fromTop) {
        if (call.count() > 3) {
            throw Errors.syntax();
        }
        boolean counted = call.count() == 3;
        long count = counted ? call.integerFrom(2, 0, "ERR value is out of range, must be positive") : 1;
        Collection collection = SortedSetCommands.sortedSet(call, 1);
        if (collection == null || count == 0) {
            call.reply().array(0);
            return;
        }
        boolean pairs = counted && call.reply().version() > 2;
        take(call, 1, collection, count, fromTop, new ScoredReply(call.reply(), true, pairs));
    }

    /**
     * Removes members from the first sorted set that is there.
     *
     * @param numKeys index of the number of keys, behind which the other arguments stand
     * @param check looks at what else the command has, behind all these
     */
    static void popFirst(Call call, int numKeys, Runnable check) {
        long keys = call.integerFrom(numKeys, 1, "ERR numkeys should be greater than 0");
        if (keys > call.count() - numKeys - 2) {
            throw Errors.syntax();
        }
        int where = (int) keys + numKeys + 1;
        boolean fromTop = call.is(where, "MAX");
        if (!fromTop && !call.is(where, "MIN")) {
            throw Errors.syntax();
        }
        long count = 1;
        if (call.count() > where + 1) {
            if (call.count() == where + 2 || !call.is(where + 1, "COUNT")) {
                throw Errors.syntax();
            }
            count = call.integerFrom(where + 2, 1, "ERR count should be greater than 0");
            if (call.count() > where + 3) {
                throw Errors.syntax();
            }
        }
        check.run();
        for (int i = numKeys + 1; i < where; i++) {
            Collection collection = SortedSetCommands.sortedSet(call, i);
            if (collection != null) {
                call.reply().array(2);
                call.reply().bulk(call.bytes(i));
                take(call, i, collection, count, fromTop, new ScoredReply(call.reply(), true, true));
                return;
            }
        }
        call.reply().nullArray();
    }

    private static void take(
            Call call, int index, Collection collection, long wanted, boolean fromTop, ScoredReply reply) {
        ScoredMembers members = new ScoredMembers(collection);
        long all = members.count();
        long count = Math.min(wanted, all);
        reply.begin(count);
        long[] left = {count};
        members.visit(fromTop ? all - 1 : 0, !fromTop, (member, score) -> {
            reply.add(member, score);
            return --left[0] > 0;
        });
        long from = fromTop ? all - count : 0;
        String event = fromTop ? "zpopmax" : "zpopmin";
        SortedSetRemovals.remove(call, call.key(index), event, collection, from, from + count);
    }
}
