package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.RedisException;

/**
 * WAIT and WAITAOF. A write is answered when the copies that its namespace waits for have it, so there is nothing left
 * to wait for: both answer at once how many copies that are. Waiting longer could not raise the number.
 */
final class WaitCommands {
    private WaitCommands() {}

    static void register(CommandTable table) {
        table.add(Command.named("wait")
                .arity(3)
                .syntax("numreplicas:integer timeout:integer")
                .group(CommandGroup.GENERIC)
                .aclWithoutGroup(AclCategory.CONNECTION)
                .tips("request_policy:all_shards", "response_policy:agg_min")
                .since("3.0.0")
                .summary("Tells how many other nodes have the connection's writes.")
                .handler(WaitCommands::replicas));
        table.add(Command.named("waitaof")
                .arity(4)
                .syntax("numlocal:integer numreplicas:integer timeout:integer")
                .flags(NOSCRIPT)
                .group(CommandGroup.GENERIC)
                .aclWithoutGroup(AclCategory.CONNECTION)
                .tips("request_policy:all_shards", "response_policy:agg_min")
                .since("7.2.0")
                .summary("Tells how many append-only files have the connection's writes: none.")
                .handler(WaitCommands::appendOnlyFiles));
    }

    private static void replicas(Call call) {
        call.integer(1);
        checkTimeout(call, 2);
        call.reply().integer(call.keyspace().copiesElsewhere());
    }

    private static void appendOnlyFiles(Call call) {
        long local = call.integer(1);
        if (local < 0 || local > 1) {
            throw new RedisException("ERR value is out of range, value must between 0 and 1");
        }
        if (call.integer(2) < 0) {
            throw new RedisException("ERR value is out of range, must be positive");
        }
        checkTimeout(call, 3);
        if (local > 0) {
            throw new RedisException("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
        }
        call.reply().array(2);
        call.reply().integer(0);
        call.reply().integer(0);
    }

    private static void checkTimeout(Call call, int index) {
        long timeout = call.integer(index, "ERR timeout is not an integer or out of range");
        if (timeout < 0) {
            throw new RedisException("ERR timeout is negative");
        }
        if (timeout > Long.MAX_VALUE - call.nowMillis()) {
            throw new RedisException("ERR timeout is out of range");
        }
    }
}
