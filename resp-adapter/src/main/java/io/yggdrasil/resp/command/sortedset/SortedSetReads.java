package io.yggdrasil.resp.command.sortedset;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** Commands that tell of members by name, and how many there are. */
final class SortedSetReads {
    private SortedSetReads() {}

    static void declare(CommandTable table) {
        table.add(reading("zcard", 2)
                .syntax("key")
                .keys(KeySpec.at(1, RO))
                .summary("Counts the members of a sorted set.")
                .complexity("O(1)")
                .handler(SortedSetReads::zcard));
        table.add(reading("zscore", 3)
                .syntax("key member")
                .keys(KeySpec.at(1, RO, ACCESS))
                .summary("Tells the score of a member.")
                .handler(call -> writeScore(call, SortedSetCommands.members(call, 1), 2)));
        table.add(reading("zmscore", -3)
                .syntax("key member...")
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("6.2.0")
                .summary("Tells the scores of several members.")
                .complexity("O(N log M) where N is the number of members asked for, M of members in the sorted set.")
                .handler(SortedSetReads::zmscore));
        table.add(reading("zrank", -3)
                .syntax("key member [WITHSCORE]")
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.0.0")
                .summary("Tells the place of a member by ascending scores.")
                .handler(call -> rank(call, false)));
        table.add(reading("zrevrank", -3)
                .syntax("key member [WITHSCORE]")
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.0.0")
                .summary("Tells the place of a member by descending scores.")
                .handler(call -> rank(call, true)));
        table.add(reading("zcount", 4)
                .syntax("key min:double max:double")
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.0.0")
                .summary("Counts the members with scores in a range.")
                .handler(call -> count(call, ScoreRange.parse(call, 2, 3))));
        table.add(reading("zlexcount", 4)
                .syntax("key min max")
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.8.9")
                .summary("Counts the members in a range of names, all scores being equal.")
                .handler(call -> count(call, LexRange.parse(call, 2, 3))));
    }

    private static Command.Builder reading(String name, int arity) {
        return SortedSetCommands.named(name)
                .arity(arity)
                .flags(READONLY, FAST)
                .since("1.2.0")
                .complexity("O(log N) where N is the number of members in the sorted set.");
    }

    private static void zcard(Call call) {
        ScoredMembers members = SortedSetCommands.members(call, 1);
        call.reply().integer(members == null ? 0 : members.count());
    }

    private static void zmscore(Call call) {
        ScoredMembers members = SortedSetCommands.members(call, 1);
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            writeScore(call, members, i);
        }
    }

    private static void writeScore(Call call, @Nullable ScoredMembers members, int index) {
        double score = members == null ? Double.NaN : members.score(call.bytes(index));
        if (Double.isNaN(score)) {
            call.reply().nullBulk();
        } else {
            call.reply().real(score);
        }
    }

    private static void rank(Call call, boolean fromTop) {
        if (call.count() > 4) {
            throw Errors.arity(call.command().fullName());
        }
        boolean withScore = call.count() == 4;
        if (withScore && !call.is(3, "WITHSCORE")) {
            throw Errors.syntax();
        }
        ScoredMembers members = SortedSetCommands.members(call, 1);
        byte[] member = call.bytes(2);
        double score = members == null ? Double.NaN : members.score(member);
        ReplyWriter reply = call.reply();
        if (members == null || Double.isNaN(score)) {
            if (withScore) {
                reply.nullArray();
            } else {
                reply.nullBulk();
            }
            return;
        }
        if (withScore) {
            reply.array(2);
        }
        long rank = members.rank(member, score);
        reply.integer(fromTop ? members.count() - 1 - rank : rank);
        if (withScore) {
            reply.real(score);
        }
    }

    private static void count(Call call, MemberRange range) {
        ScoredMembers members = SortedSetCommands.members(call, 1);
        call.reply().integer(members == null ? 0 : Math.max(0, range.to(members) - range.from(members)));
    }
}
