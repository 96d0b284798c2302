package io.yggdrasil.resp.command.sortedset;

import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Draw;
import io.yggdrasil.resp.collection.ScoredMember;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.ElementScan;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Decimal;
import java.util.Iterator;

/** Commands that list some members, in no order. */
final class SortedSetDraws {
    private SortedSetDraws() {}

    static void declare(CommandTable table) {
        table.add(SortedSetCommands.named("zrandmember")
                .arity(-2)
                .syntax("key [options=(count [WITHSCORES])]")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .tips("nondeterministic_output")
                .since("6.2.0")
                .summary("Draws members of a sorted set at random.")
                .complexity("O(N log M) where N is the number of members drawn, M of members in the sorted set.")
                .handler(SortedSetDraws::zrandmember));
        table.add(SortedSetCommands.named("zscan")
                .arity(-3)
                .syntax("key cursor [MATCH pattern] [COUNT count]")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .tips("nondeterministic_output")
                .since("2.8.0")
                .summary("Lists some members of a sorted set with their scores and tells where to go on.")
                .complexity("O(1) a call, O(N) for all N members.")
                .handler(SortedSetDraws::zscan));
    }

    private static void zrandmember(Call call) {
        long count = call.count() > 2 ? count(call) : 1;
        boolean scores = call.count() == 4;
        if (call.count() > 4 || (scores && !call.is(3, "WITHSCORES"))) {
            throw Errors.syntax();
        }
        if (scores && (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2)) {
            throw new RedisException("ERR value is out of range");
        }
        ScoredMembers members = SortedSetCommands.members(call, 1);
        if (call.count() == 2) {
            call.reply().bulkOrNull(members == null ? null : any(members));
        } else if (members == null) {
            call.reply().array(0);
        } else {
            draw(members, count, new ScoredReply(call.reply(), scores));
        }
    }

    private static long count(Call call) {
        long count = call.integer(2);
        if (count == Long.MIN_VALUE) {
            throw new RedisException(
                    "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);
        }
        return count;
    }

    private static byte[] any(ScoredMembers members) {
        return members.at(Draw.place(members.count())).member();
    }

    private static void draw(ScoredMembers members, long count, ScoredReply reply) {
        reply.begin(Draw.size(members.count(), count));
        Iterator<ScoredMember> drawn = Draw.elements(members.count(), count, members::at);
        while (drawn.hasNext()) {
            ScoredMember member = drawn.next();
            reply.add(member.member(), member.score());
        }
    }

    private static void zscan(Call call) {
        ElementScan scan = ElementScan.of(call);
        Collection collection = SortedSetCommands.sortedSet(call, 1);
        scan.run(collection, collection == null ? null : new ScoredMembers(collection)::scan, (name, value, out) -> {
            out.add(name);
            out.add(Decimal.bytes(ScoredMembers.scoreOf(value)));
        });
    }
}
