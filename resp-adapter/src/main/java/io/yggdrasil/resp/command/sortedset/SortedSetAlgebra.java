package io.yggdrasil.resp.command.sortedset;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.collection.MemberSort;
import io.yggdrasil.resp.collection.ScoredMember;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.sortedset.AlgebraRequest.Option;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;

/** Commands that combine sorted sets and sets. */
final class SortedSetAlgebra {
    private static final String WEIGHTS = " [WEIGHTS weight...] [AGGREGATE (SUM|MIN|MAX)]";
    private static final Function<AlgebraRequest, List<ScoredMember>> UNION =
            request -> Combination.union(request.inputs(), request.aggregate());
    private static final Function<AlgebraRequest, List<ScoredMember>> INTERSECTION =
            request -> Combination.intersection(request.inputs(), request.aggregate());
    private static final Function<AlgebraRequest, List<ScoredMember>> DIFFERENCE =
            request -> Combination.difference(request.inputs());

    private SortedSetAlgebra() {}

    static void declare(CommandTable table) {
        table.add(listing("zunion", UNION, EnumSet.of(Option.WEIGHTS, Option.AGGREGATE))
                .syntax("numkeys key..." + WEIGHTS + " [WITHSCORES]")
                .summary("Lists the members of any of the given sorted sets."));
        table.add(listing("zinter", INTERSECTION, EnumSet.of(Option.WEIGHTS, Option.AGGREGATE))
                .syntax("numkeys key..." + WEIGHTS + " [WITHSCORES]")
                .summary("Lists the members of all of the given sorted sets."));
        table.add(listing("zdiff", DIFFERENCE, EnumSet.noneOf(Option.class))
                .syntax("numkeys key... [WITHSCORES]")
                .summary("Lists the members of the first sorted set that are in none of the others."));
        table.add(storing("zunionstore", UNION, EnumSet.of(Option.WEIGHTS, Option.AGGREGATE))
                .syntax("destination:key#0 numkeys key#1..." + WEIGHTS)
                .since("2.0.0")
                .summary("Stores the members of any of the given sorted sets."));
        table.add(storing("zinterstore", INTERSECTION, EnumSet.of(Option.WEIGHTS, Option.AGGREGATE))
                .syntax("destination:key#0 numkeys key#1..." + WEIGHTS)
                .since("2.0.0")
                .summary("Stores the members of all of the given sorted sets."));
        table.add(storing("zdiffstore", DIFFERENCE, EnumSet.noneOf(Option.class))
                .syntax("destination:key#0 numkeys key#1...")
                .since("6.2.0")
                .summary("Stores the members of the first sorted set that are in none of the others."));
        table.add(reading("zintercard")
                .syntax("numkeys key... [LIMIT limit:integer]")
                .since("7.0.0")
                .summary("Counts the members of all of the given sorted sets.")
                .handler(SortedSetAlgebra::zintercard));
    }

    private static Command.Builder reading(String name) {
        return SortedSetCommands.named(name)
                .arity(-3)
                .flags(READONLY)
                .keys(KeySpec.counted(1, RO, ACCESS))
                .since("6.2.0")
                .complexity("O(N K log M) where N is the number of members, M of the largest input's, K of inputs.");
    }

    private static Command.Builder listing(
            String name, Function<AlgebraRequest, List<ScoredMember>> combination, EnumSet<Option> options) {
        options.add(Option.WITHSCORES);
        return reading(name).handler(call -> {
            AlgebraRequest request = AlgebraRequest.parse(call, 1, options);
            List<ScoredMember> members = MemberSort.byScore(combination.apply(request));
            ScoredReply reply = new ScoredReply(call.reply(), request.scores());
            reply.begin(members.size());
            members.forEach(member -> reply.add(member.member(), member.score()));
        });
    }

    private static Command.Builder storing(
            String name, Function<AlgebraRequest, List<ScoredMember>> combination, EnumSet<Option> options) {
        return SortedSetCommands.named(name)
                .arity(-4)
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, OW, UPDATE), KeySpec.counted(2, RO, ACCESS))
                .complexity("O(N K log M) where N is the number of members, M of the largest input's, K of inputs.")
                .handler(call -> {
                    List<ScoredMember> members = combination.apply(AlgebraRequest.parse(call, 2, options));
                    SortedSetCommands.replace(call, call.key(1), name, members);
                    call.reply().integer(members.size());
                });
    }

    private static void zintercard(Call call) {
        AlgebraRequest request = AlgebraRequest.parse(call, 1, EnumSet.of(Option.LIMIT));
        call.reply().integer(Combination.intersectionSize(request.inputs(), request.limit()));
    }
}
