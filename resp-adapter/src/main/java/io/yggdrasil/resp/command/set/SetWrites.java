package io.yggdrasil.resp.command.set;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.keyspace.WrongTypeException;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;

/** Commands that put named members into sets and take them out. */
final class SetWrites {
    private SetWrites() {}

    static void declare(CommandTable table) {
        table.add(SetCommands.named("sadd")
                .arity(-3)
                .syntax("key member...")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, INSERT))
                .since("1.0.0")
                .summary("Puts members into a set and counts the new ones.")
                .complexity("O(N log M) where N is the number of members to be put in, M of members in the set.")
                .handler(SetWrites::sadd));
        table.add(SetCommands.named("srem")
                .arity(-3)
                .syntax("key member...")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, DELETE))
                .since("1.0.0")
                .summary("Removes members from a set, and the set with the last one.")
                .complexity("O(N log M) where N is the number of members to be removed, M of members in the set.")
                .handler(SetWrites::srem));
        table.add(SetCommands.named("smove")
                .arity(4)
                .syntax("source:key#0 destination:key#1 member")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE), KeySpec.at(2, RW, INSERT))
                .since("1.0.0")
                .summary("Takes a member out of one set and puts it into another.")
                .complexity("O(log N) where N is the number of members in the larger set.")
                .handler(SetWrites::smove));
    }

    private static void sadd(Call call) {
        Collection set = SetCommands.setOrNew(call, 1);
        Fields members = new Fields(set);
        long before = members.count();
        for (int i = 2; i < call.count(); i++) {
            put(members, call.bytes(i));
        }
        long added = members.count() - before;
        if (added > 0) {
            call.keyspace().save(call.key(1), set);
            call.event(Type.SET, "sadd", call.key(1));
        }
        call.reply().integer(added);
    }

    /** Puts a member in that may be there already: that writes nothing. */
    private static boolean put(Fields members, byte[] member) {
        boolean absent = !members.contains(member);
        if (absent) {
            members.put(member, SetCommands.NO_VALUE);
        }
        return absent;
    }

    private static void srem(Call call) {
        Collection set = SetCommands.set(call, 1);
        if (set == null) {
            call.reply().integer(0);
            return;
        }
        Fields members = new Fields(set);
        long before = members.count();
        for (int i = 2; i < call.count(); i++) {
            members.remove(call.bytes(i));
        }
        long removed = before - members.count();
        if (removed > 0) {
            call.keyspace().save(call.key(1), set);
            call.event(Type.SET, "srem", call.key(1));
            call.deletedIfEmpty(call.key(1), set);
        }
        call.reply().integer(removed);
    }

    private static void smove(Call call) {
        Collection source = SetCommands.set(call, 1);
        call.reply().integer(source != null && move(call, source, call.bytes(3)));
    }

    private static boolean move(Call call, Collection source, byte[] member) {
        ValueType type = call.keyspace().type(call.key(2));
        if (type != null && type != ValueType.SET) {
            throw new WrongTypeException();
        }
        Fields from = new Fields(source);
        if (call.key(1).sameAs(call.key(2))) {
            return from.contains(member);
        }
        if (from.remove(member) == null) {
            return false;
        }
        call.keyspace().save(call.key(1), source);
        call.event(Type.SET, "srem", call.key(1));
        call.deletedIfEmpty(call.key(1), source);
        Collection target = SetCommands.setOrNew(call, 2);
        if (put(new Fields(target), member)) {
            call.keyspace().save(call.key(2), target);
            call.event(Type.SET, "sadd", call.key(2));
        }
        return true;
    }
}
