package io.yggdrasil.resp.command.sortedset;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.collection.ScoredMember;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.sortedset.RangeQuery.By;
import io.yggdrasil.resp.command.sortedset.RangeQuery.Form;
import java.util.ArrayList;
import java.util.List;

/** Commands that list or store members in a range. */
final class SortedSetRanges {
    private SortedSetRanges() {}

    static void declare(CommandTable table) {
        table.add(listing("zrange", new Form(null, false, false))
                .syntax("key start stop sortby=[BYSCORE|BYLEX]@6.2.0 [REV]@6.2.0 [LIMIT (offset count)]@6.2.0"
                        + " [WITHSCORES]")
                .since("1.2.0")
                .summary("Lists the members in a range of places, scores or names."));
        table.add(listing("zrevrange", new Form(By.RANK, true, false))
                .syntax("key start:integer stop:integer [WITHSCORES]")
                .since("1.2.0")
                .deprecated("6.2.0", "`ZRANGE` with the `REV` argument")
                .summary("Lists the members in a range of places by descending scores."));
        table.add(listing("zrangebyscore", new Form(By.SCORE, false, false))
                .syntax("key min:double max:double [WITHSCORES]@2.0.0 [LIMIT (offset count)]")
                .since("1.0.5")
                .deprecated("6.2.0", "`ZRANGE` with the `BYSCORE` argument")
                .summary("Lists the members with scores in a range."));
        table.add(listing("zrevrangebyscore", new Form(By.SCORE, true, false))
                .syntax("key max:double min:double [WITHSCORES] [LIMIT (offset count)]")
                .since("2.2.0")
                .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYSCORE` arguments")
                .summary("Lists the members with scores in a range, the highest first."));
        table.add(listing("zrangebylex", new Form(By.LEX, false, false))
                .syntax("key min max [LIMIT (offset count)]")
                .since("2.8.9")
                .deprecated("6.2.0", "`ZRANGE` with the `BYLEX` argument")
                .summary("Lists the members in a range of names, all scores being equal."));
        table.add(listing("zrevrangebylex", new Form(By.LEX, true, false))
                .syntax("key max min [LIMIT (offset count)]")
                .since("2.8.9")
                .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYLEX` arguments")
                .summary("Lists the members in a range of names, the last first, all scores being equal."));
        table.add(SortedSetCommands.named("zrangestore")
                .arity(-5)
                .syntax("dst:key#0 src:key#1 min max sortby=[BYSCORE|BYLEX] [REV] [LIMIT (offset count)]")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, OW, UPDATE), KeySpec.at(2, RO, ACCESS))
                .since("6.2.0")
                .summary("Stores the members in a range of places, scores or names as another sorted set.")
                .complexity("O(log N + M log M) where N is the number of members, M of those stored.")
                .handler(SortedSetRanges::zrangestore));
    }

    private static Command.Builder listing(String name, Form form) {
        return SortedSetCommands.named(name)
                .arity(-4)
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .complexity("O(log N + M) where N is the number of members, M of those listed.")
                .handler(call -> list(call, form));
    }

    private static void list(Call call, Form form) {
        RangeQuery query = RangeQuery.parse(call, 2, form);
        ScoredMembers members = SortedSetCommands.members(call, 1);
        if (members == null) {
            call.reply().array(0);
            return;
        }
        ScoredReply reply = new ScoredReply(call.reply(), query.scores());
        query.run(members, reply::begin, (member, score) -> {
            reply.add(member, score);
            return true;
        });
    }

    private static void zrangestore(Call call) {
        RangeQuery query = RangeQuery.parse(call, 3, new Form(null, false, true));
        ScoredMembers source = SortedSetCommands.members(call, 2);
        List<ScoredMember> members = new ArrayList<>();
        if (source == null) {
            call.missedByWriter(call.key(2));
        } else {
            query.run(source, count -> {}, (member, score) -> members.add(new ScoredMember(member, score)));
        }
        SortedSetCommands.replace(call, call.key(1), "zrangestore", members);
        call.reply().integer(members.size());
    }
}
