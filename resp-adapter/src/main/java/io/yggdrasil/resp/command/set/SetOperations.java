package io.yggdrasil.resp.command.set;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Appender;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.ReplyWriter;

/** Intersections, unions and differences: told, counted or stored. */
final class SetOperations {
    private SetOperations() {}

    private enum Operation {
        INTERSECTION,
        UNION,
        DIFFERENCE
    }

    static void declare(CommandTable table) {
        table.add(telling("sinter", Operation.INTERSECTION)
                .summary("Lists the members that all of some sets have.")
                .complexity("O(N M log L): N members in the smallest of M sets, L in the largest; or O(all) if less."));
        table.add(telling("sunion", Operation.UNION)
                .summary("Lists the members that any of some sets has.")
                .complexity("O(N log M) where N is the number of members of all M sets."));
        table.add(telling("sdiff", Operation.DIFFERENCE)
                .summary("Lists the members of a set that none of some other sets has.")
                .complexity("O(N M log L): N members in the first of M sets, L in the largest; or O(all) if less."));
        table.add(storing("sinterstore", Operation.INTERSECTION)
                .keys(KeySpec.at(1, RW, UPDATE), KeySpec.range(2, -1, 1, RO, ACCESS))
                .summary("Stores the members that all of some sets have.")
                .complexity("O(N M log L): N members in the smallest of M sets, L in the largest; or O(all) if less."));
        table.add(storing("sunionstore", Operation.UNION)
                .keys(KeySpec.at(1, OW, UPDATE), KeySpec.range(2, -1, 1, RO, ACCESS))
                .summary("Stores the members that any of some sets has.")
                .complexity("O(N log M) where N is the number of members of all M sets."));
        table.add(storing("sdiffstore", Operation.DIFFERENCE)
                .keys(KeySpec.at(1, OW, UPDATE), KeySpec.range(2, -1, 1, RO, ACCESS))
                .summary("Stores the members of a set that none of some other sets has.")
                .complexity("O(N M log L): N members in the first of M sets, L in the largest; or O(all) if less."));
        table.add(SetCommands.named("sintercard")
                .arity(-3)
                .syntax("numkeys key... [LIMIT limit:integer]")
                .flags(READONLY)
                .keys(KeySpec.counted(1, RO, ACCESS))
                .since("7.0.0")
                .summary("Counts the members that all of some sets have.")
                .complexity("O(N M log L): N members in the smallest of M sets, L in the largest; or O(all) if less.")
                .handler(SetOperations::sintercard));
    }

    private static Command.Builder telling(String name, Operation operation) {
        return SetCommands.named(name)
                .arity(-2)
                .syntax("key...")
                .flags(READONLY)
                .keys(KeySpec.range(1, -1, 1, RO, ACCESS))
                .tips("nondeterministic_output_order")
                .since("1.0.0")
                .handler(call -> tell(members(call, 1, call.count(), operation), call.reply()));
    }

    private static Command.Builder storing(String name, Operation operation) {
        return SetCommands.named(name)
                .arity(-3)
                .syntax("destination:key#0 key#1...")
                .flags(WRITE, DENYOOM)
                .since("1.0.0")
                .handler(call -> store(call, members(call, 2, call.count(), operation)));
    }

    /** The result of the sets at some arguments, all of which are looked at first. */
    private static Members members(Call call, int from, int to, Operation operation) {
        SetOperands operands = SetOperands.open(call, from, to);
        return switch (operation) {
            case INTERSECTION -> operands.intersection();
            case UNION -> operands.union();
            case DIFFERENCE -> operands.difference();
        };
    }

    /** Members are written aside: their number comes before them. */
    private static void tell(Members members, ReplyWriter reply) {
        ReplyWriter told = new ReplyWriter();
        int count = 0;
        for (byte[] key = members.next(); key != null; key = members.next()) {
            told.bulk(Fields.nameOf(key));
            count++;
        }
        reply.set(count);
        reply.raw(told.array(), 0, told.size());
    }

    private static void store(Call call, Members members) {
        Keyspace keyspace = call.keyspace();
        Collection result = keyspace.newCollection(call.key(1), ValueType.SET);
        Fields stored = new Fields(result);
        Appender appender = stored.appender();
        for (byte[] key = members.next(); key != null; key = members.next()) {
            appender.append(key, SetCommands.NO_VALUE);
        }
        appender.finish();
        long count = stored.count();
        boolean replaced = keyspace.remove(call.key(1));
        if (count > 0) {
            keyspace.save(call.key(1), result);
            call.event(Type.SET, call.command().name(), call.key(1));
        } else if (replaced) {
            call.deleted(call.key(1));
        }
        call.reply().integer(count);
    }

    private static void sintercard(Call call) {
        long keys = call.integer(1, "ERR numkeys should be greater than 0");
        if (keys < 1) {
            throw new RedisException("ERR numkeys should be greater than 0");
        }
        if (keys > call.count() - 2) {
            throw new RedisException("ERR Number of keys can't be greater than number of args");
        }
        int end = 2 + (int) keys;
        long limit = limit(call, end);
        Members members = members(call, 2, end, Operation.INTERSECTION);
        long count = 0;
        while ((limit == 0 || count < limit) && members.next() != null) {
            count++;
        }
        call.reply().integer(count);
    }

    /** How far is to be counted at most; 0: to the end. */
    private static long limit(Call call, int from) {
        long limit = 0;
        for (int i = from; i < call.count(); i += 2) {
            if (!call.is(i, "LIMIT") || i + 1 == call.count()) {
                throw Errors.syntax();
            }
            limit = call.integer(i + 1, "ERR LIMIT can't be negative");
            if (limit < 0) {
                throw new RedisException("ERR LIMIT can't be negative");
            }
        }
        return limit;
    }
}
