package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.UNNOTICED;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RM;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.ValueType;

/** DEL, UNLINK, EXISTS, TOUCH, TYPE: whether keys are there, and that they go. */
final class KeyCommands {
    private KeyCommands() {}

    static void register(CommandTable table) {
        table.add(Command.named("del")
                .arity(-2)
                .syntax("key...")
                .flags(WRITE)
                .keys(KeySpec.range(1, -1, 1, RM, DELETE))
                .tips("request_policy:multi_shard", "response_policy:agg_sum")
                .summary("Removes keys.")
                .complexity("O(N) where N is the number of keys; collections add their number of nodes.")
                .handler(KeyCommands::delete));
        table.add(Command.named("unlink")
                .arity(-2)
                .syntax("key...")
                .flags(WRITE, FAST)
                .keys(KeySpec.range(1, -1, 1, RM, DELETE))
                .tips("request_policy:multi_shard", "response_policy:agg_sum")
                .since("4.0.0")
                .summary("Removes keys; what they held may be freed later.")
                .complexity("O(N) where N is the number of keys.")
                .handler(KeyCommands::delete));
        table.add(Command.named("exists")
                .arity(-2)
                .syntax("key...")
                .flags(READONLY, FAST, UNNOTICED)
                .keys(KeySpec.range(1, -1, 1, RO))
                .tips("request_policy:multi_shard", "response_policy:agg_sum")
                .summary("Counts how many of the keys exist; a key named twice counts twice.")
                .complexity("O(N) where N is the number of keys.")
                .handler(KeyCommands::count));
        table.add(Command.named("touch")
                .arity(-2)
                .syntax("key...")
                .flags(READONLY, FAST)
                .keys(KeySpec.range(1, -1, 1, RO))
                .tips("request_policy:multi_shard", "response_policy:agg_sum")
                .since("3.2.1")
                .summary("Counts how many of the keys exist, as an access to each.")
                .complexity("O(N) where N is the number of keys.")
                .handler(KeyCommands::count));
        table.add(Command.named("type")
                .arity(2)
                .syntax("key")
                .flags(READONLY, FAST, UNNOTICED)
                .keys(KeySpec.at(1, RO))
                .summary("Names the type of the value at a key.")
                .handler(KeyCommands::type));
    }

    private static void delete(Call call) {
        int removed = 0;
        for (int i = 1; i < call.count(); i++) {
            if (call.keyspace().remove(call.key(i))) {
                removed++;
                call.deleted(call.key(i));
            }
        }
        call.reply().integer(removed);
    }

    private static void count(Call call) {
        int there = 0;
        for (int i = 1; i < call.count(); i++) {
            if (call.keyspace().exists(call.key(i))) {
                there++;
            }
        }
        call.reply().integer(there);
    }

    private static void type(Call call) {
        ValueType type = call.keyspace().type(call.key(1));
        call.reply().simple(type == null ? "none" : type.wireName());
    }
}
