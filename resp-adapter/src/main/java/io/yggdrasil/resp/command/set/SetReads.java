package io.yggdrasil.resp.command.set;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.ElementScan;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** Commands that look for members of a set or list them. */
final class SetReads {
    private SetReads() {}

    static void declare(CommandTable table) {
        table.add(SetCommands.named("sismember")
                .arity(3)
                .syntax("key member")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO))
                .since("1.0.0")
                .summary("Tells whether a set has a member.")
                .complexity("O(log N) where N is the number of members.")
                .handler(call -> call.reply().integer(isMember(SetCommands.set(call, 1), call.bytes(2)))));
        table.add(SetCommands.named("smismember")
                .arity(-3)
                .syntax("key member...")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("6.2.0")
                .summary("Tells of several strings whether a set has them as members.")
                .complexity("O(N log M) where N is the number of strings, M of members.")
                .handler(SetReads::smismember));
        table.add(SetCommands.named("scard")
                .arity(2)
                .syntax("key")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO))
                .since("1.0.0")
                .summary("Counts the members of a set.")
                .complexity("O(1)")
                .handler(SetReads::scard));
        table.add(SetCommands.named("smembers")
                .arity(2)
                .syntax("key")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .tips("nondeterministic_output_order")
                .since("1.0.0")
                .summary("Lists the members of a set.")
                .complexity("O(N) where N is the number of members.")
                .handler(SetReads::smembers));
        table.add(SetCommands.named("sscan")
                .arity(-3)
                .syntax("key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .tips("nondeterministic_output")
                .since("2.8.0")
                .summary("Lists some members of a set and tells where to go on.")
                .complexity("O(1) a call, O(N) for all N members.")
                .handler(SetReads::sscan));
    }

    private static boolean isMember(@Nullable Collection set, byte[] member) {
        return set != null && new Fields(set).contains(member);
    }

    private static void smismember(Call call) {
        Collection set = SetCommands.set(call, 1);
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            call.reply().integer(isMember(set, call.bytes(i)));
        }
    }

    private static void scard(Call call) {
        Collection set = SetCommands.set(call, 1);
        call.reply().integer(set == null ? 0 : new Fields(set).count());
    }

    private static void smembers(Call call) {
        Collection set = SetCommands.set(call, 1);
        call.reply().set(set == null ? 0 : Math.toIntExact(new Fields(set).count()));
        if (set != null) {
            writeAll(new Fields(set), call.reply());
        }
    }

    /** Writes all members, one bulk string each. */
    static void writeAll(Fields members, ReplyWriter reply) {
        members.visit((member, none) -> {
            reply.bulk(member);
            return true;
        });
    }

    private static void sscan(Call call) {
        ElementScan scan = ElementScan.of(call);
        Collection set = SetCommands.set(call, 1);
        scan.run(set, set == null ? null : new Fields(set)::scan, (member, none, out) -> out.add(member));
    }
}
