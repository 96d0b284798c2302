package io.yggdrasil.resp.command.sortedset;

import static io.yggdrasil.resp.command.CommandFlag.BLOCKING;
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
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.Timeouts;
import io.yggdrasil.resp.command.Waiting;
import io.yggdrasil.resp.keyspace.ValueType;

/** Commands that take members from either end and wait until there are some: see {@link Waiting}. */
final class SortedSetWaits {
    private SortedSetWaits() {}

    static void declare(CommandTable table) {
        table.add(popping("bzpopmin")
                .summary(
                        "Removes the member with the lowest score of the first sorted set that is there; waits for one.")
                .handler(call -> pop(call, false)));
        table.add(popping("bzpopmax")
                .summary(
                        "Removes the member with the highest score of the first sorted set that is there; waits for one.")
                .handler(call -> pop(call, true)));
        table.add(SortedSetCommands.named("bzmpop")
                .arity(-5)
                .syntax("timeout:double numkeys key... where=(MIN|MAX) [COUNT count]")
                .flags(WRITE, BLOCKING)
                .keys(KeySpec.counted(2, RW, ACCESS, DELETE))
                .waits(Waiting.forTaking(ValueType.ZSET, request -> Timeouts.secondsToPop(request, "MIN", "MAX")))
                .since("7.0.0")
                .summary("Removes members from an end of the first sorted set that is there; waits until one is.")
                .complexity("O(K + N log M) where K is the number of keys, N of members removed, M of members.")
                .handler(call -> SortedSetPops.popFirst(call, 2, () -> Timeouts.seconds(call.request(), 1))));
    }

    private static Command.Builder popping(String name) {
        return SortedSetCommands.named(name)
                .arity(-3)
                .syntax("key... timeout:double")
                .flags(WRITE, FAST, BLOCKING)
                .keys(KeySpec.range(1, -2, 1, RW, ACCESS, DELETE))
                .waits(Waiting.forTaking(ValueType.ZSET, request -> Timeouts.seconds(request, request.count() - 1)))
                .since("5.0.0")
                .complexity("O(N + log M) where N is the number of keys, M of members in the sorted set.");
    }

    private static void pop(Call call, boolean fromTop) {
        int last = call.count() - 1;
        Timeouts.seconds(call.request(), last);
        for (int i = 1; i < last; i++) {
            Collection collection = SortedSetCommands.sortedSet(call, i);
            if (collection != null) {
                pop(call, i, collection, fromTop);
                return;
            }
        }
        call.reply().nullArray();
    }

    private static void pop(Call call, int index, Collection collection, boolean fromTop) {
        ScoredMembers members = new ScoredMembers(collection);
        long at = fromTop ? members.count() - 1 : 0;
        call.reply().array(3);
        call.reply().bulk(call.bytes(index));
        members.visit(at, !fromTop, (member, score) -> {
            call.reply().bulk(member);
            call.reply().real(score);
            return false;
        });
        SortedSetRemovals.remove(call, call.key(index), fromTop ? "zpopmax" : "zpopmin", collection, at, at + 1);
    }
}
