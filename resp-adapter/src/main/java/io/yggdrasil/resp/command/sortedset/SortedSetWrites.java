package io.yggdrasil.resp.command.sortedset;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;

/** Commands that give members their scores. */
final class SortedSetWrites {
    private SortedSetWrites() {}

    static void declare(CommandTable table) {
        table.add(SortedSetCommands.named("zadd")
                .arity(-4)
                .syntax("key condition=[NX|XX]@3.0.2 comparison=[GT|LT]@6.2.0 [change=CH]@3.0.2 [increment=INCR]@3.0.2"
                        + " data=(score:double member)...")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, UPDATE))
                .since("1.2.0")
                .summary("Stores members with their scores in a sorted set.")
                .complexity("O(N log M) where N is the number of members to be stored, M of members in the sorted set.")
                .handler(call -> add(call, AddOptions.parse(call, false))));
        table.add(SortedSetCommands.named("zincrby")
                .arity(4)
                .syntax("key increment:integer member")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE))
                .since("1.2.0")
                .summary("Adds a number to the score of a member; a missing member counts as 0.")
                .complexity("O(log N) where N is the number of members in the sorted set.")
                .handler(call -> add(call, AddOptions.parse(call, true))));
    }

    private static void add(Call call, AddOptions options) {
        double[] scores = new double[(call.count() - options.first()) / 2];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = call.real(options.first() + 2 * i);
        }
        Collection collection = SortedSetCommands.sortedSet(call, 1);
        if (collection == null) {
            collection = call.keyspace().newCollection(call.key(1), ValueType.ZSET);
        }
        ScoredMembers members = new ScoredMembers(collection);
        long before = members.count();
        long updated = 0;
        double last = Double.NaN;
        for (int i = 0; i < scores.length; i++) {
            byte[] member = call.bytes(options.first() + 2 * i + 1);
            double old = members.score(member);
            last = options.next(old, scores[i]);
            if (!Double.isNaN(last) && last != old) {
                members.put(member, last);
                updated += Double.isNaN(old) ? 0 : 1;
            }
        }
        long added = members.count() - before;
        if (added + updated > 0) {
            call.keyspace().save(call.key(1), collection);
            call.event(Type.ZSET, options.increment() ? "zincr" : "zadd", call.key(1));
        }
        if (!options.increment()) {
            call.reply().integer(options.countChanges() ? added + updated : added);
        } else if (Double.isNaN(last)) {
            call.reply().nullBulk();
        } else {
            call.reply().real(last);
        }
    }
}
