package io.yggdrasil.resp.command.set;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;

import io.yggdrasil.ignite.collection.Appender;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Cursor;
import io.yggdrasil.resp.collection.Draw;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** Commands that draw members at random. */
final class SetDraws {
    /** From this part of all members on, a set is made anew of those that stay, rather than changed for each that goes. */
    private static final int MANY = 16;

    private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";

    private SetDraws() {}

    static void declare(CommandTable table) {
        table.add(SetCommands.named("srandmember")
                .arity(-2)
                .syntax("key [count]@2.6.0")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .tips("nondeterministic_output")
                .since("1.0.0")
                .summary("Draws members of a set at random.")
                .complexity("O(N log M) where N is the number of members drawn, M of members in the set.")
                .handler(SetDraws::srandmember));
        table.add(SetCommands.named("spop")
                .arity(-2)
                .syntax("key [count]@3.2.0")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE))
                .tips("nondeterministic_output")
                .since("1.0.0")
                .summary("Draws members of a set at random and removes them.")
                .complexity("O(N log M) where N is the number of members drawn, M of members in the set.")
                .handler(SetDraws::spop));
    }

    private static void srandmember(Call call) {
        requireOneCount(call);
        if (call.count() == 2) {
            Collection set = SetCommands.set(call, 1);
            call.reply().bulkOrNull(set == null ? null : any(new Fields(set)));
            return;
        }
        long count = call.integer(2);
        if (count == Long.MIN_VALUE) {
            throw new RedisException(
                    "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);
        }
        Collection set = SetCommands.set(call, 1);
        if (set == null || count == 0) {
            call.reply().array(0);
        } else {
            draw(new Fields(set), count, call.reply());
        }
    }

    private static void requireOneCount(Call call) {
        if (call.count() > 3) {
            throw Errors.syntax();
        }
    }

    private static byte[] any(Fields members) {
        return members.at(Draw.place(members.count())).key();
    }

    private static void draw(Fields members, long count, ReplyWriter reply) {
        long size = Draw.size(members.count(), count);
        if (size > Integer.MAX_VALUE) {
            throw new RedisException("ERR reply of " + size + " members is over the limit of 2 GiB");
        }
        reply.array((int) size);
        if (count == members.count()) {
            SetReads.writeAll(members, reply);
        } else {
            Draw.elements(members.count(), count, members::at).forEachRemaining(drawn -> reply.bulk(drawn.key()));
        }
    }

    private static void spop(Call call) {
        requireOneCount(call);
        if (call.count() == 2) {
            Collection set = SetCommands.set(call, 1);
            call.reply().bulkOrNull(set == null ? null : popped(call, set));
            return;
        }
        long count = call.integer(2, NOT_POSITIVE);
        if (count < 0) {
            throw new RedisException(NOT_POSITIVE);
        }
        pop(call, SetCommands.set(call, 1), count);
    }

    private static byte[] popped(Call call, Collection set) {
        Fields members = new Fields(set);
        byte[] member = any(members);
        members.remove(member);
        call.keyspace().save(call.key(1), set);
        call.event(Type.SET, "spop", call.key(1));
        call.deletedIfEmpty(call.key(1), set);
        return member;
    }

    private static void pop(Call call, @Nullable Collection set, long count) {
        long size = set == null ? 0 : new Fields(set).count();
        long drawn = Math.min(count, size);
        call.reply().set(Math.toIntExact(drawn));
        if (set == null || drawn == 0) {
            return;
        }
        call.event(Type.SET, "spop", call.key(1));
        if (drawn == size) {
            SetReads.writeAll(new Fields(set), call.reply());
            call.keyspace().remove(call.key(1));
            call.deleted(call.key(1));
        } else if (drawn < size / MANY) {
            popFew(call, set, drawn);
        } else {
            popMany(call, set, drawn);
        }
    }

    private static void popFew(Call call, Collection set, long count) {
        Fields members = new Fields(set);
        for (long left = count; left > 0; left--) {
            byte[] member = any(members);
            members.remove(member);
            call.reply().bulk(member);
        }
        call.keyspace().save(call.key(1), set);
    }

    /** Goes through all members: each goes as likely as those that are still to go are among those that are still to come. */
    private static void popMany(Call call, Collection set, long count) {
        Keyspace keyspace = call.keyspace();
        Fields members = new Fields(set);
        Collection rest = keyspace.newCollection(call.key(1), ValueType.SET);
        Appender staying = new Fields(rest).appender();
        Cursor cursor = members.cursor();
        long going = count;
        for (long coming = members.count(); cursor.next(); coming--) {
            if (Draw.place(coming) < going) {
                going--;
                call.reply().bulk(Fields.nameOf(cursor.key()));
            } else {
                staying.append(cursor.key(), SetCommands.NO_VALUE);
            }
        }
        staying.finish();
        replace(call, rest);
    }

    /** Stores the set under the same key with the same expiry. */
    private static void replace(Call call, Collection rest) {
        Keyspace keyspace = call.keyspace();
        long expiryMillis = keyspace.expiry(call.key(1));
        keyspace.remove(call.key(1));
        keyspace.save(call.key(1), rest);
        if (expiryMillis != Expiry.NONE) {
            keyspace.setExpiry(call.key(1), expiryMillis);
        }
    }
}
