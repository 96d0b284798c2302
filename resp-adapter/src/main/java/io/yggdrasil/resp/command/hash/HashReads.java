package io.yggdrasil.resp.command.hash;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import org.jspecify.annotations.Nullable;

/** Commands that read named fields. */
final class HashReads {
    private HashReads() {}

    static void declare(CommandTable table) {
        table.add(reading("hget", 3)
                .syntax("key field")
                .keys(KeySpec.at(1, RO, ACCESS))
                .summary("Reads a field of a hash.")
                .handler(call -> call.reply().bulkOrNull(field(call, HashCommands.hash(call), 2))));
        table.add(reading("hmget", -3)
                .syntax("key field...")
                .keys(KeySpec.at(1, RO, ACCESS))
                .summary("Reads several fields of a hash.")
                .complexity("O(N log M) where N is the number of fields asked for, M of fields in the hash.")
                .handler(HashReads::hmget));
        table.add(reading("hexists", 3)
                .syntax("key field")
                .keys(KeySpec.at(1, RO))
                .summary("Tells whether a hash has a field.")
                .handler(call -> call.reply().integer(field(call, HashCommands.hash(call), 2) != null)));
        table.add(reading("hstrlen", 3)
                .syntax("key field")
                .keys(KeySpec.at(1, RO))
                .since("3.2.0")
                .summary("Tells the length of a field's value.")
                .handler(HashReads::hstrlen));
        table.add(reading("hlen", 2)
                .syntax("key")
                .keys(KeySpec.at(1, RO))
                .summary("Counts the fields of a hash.")
                .complexity("O(1)")
                .handler(HashReads::hlen));
    }

    private static Command.Builder reading(String name, int arity) {
        return HashCommands.named(name)
                .arity(arity)
                .flags(READONLY, FAST)
                .since("2.0.0")
                .complexity("O(log N) where N is the number of fields in the hash.");
    }

    private static byte @Nullable [] field(Call call, @Nullable Collection hash, int index) {
        return hash == null ? null : HashCommands.fields(call, hash).get(call.bytes(index));
    }

    private static void hmget(Call call) {
        Collection hash = HashCommands.hash(call);
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            call.reply().bulkOrNull(field(call, hash, i));
        }
    }

    private static void hstrlen(Call call) {
        byte[] value = field(call, HashCommands.hash(call), 2);
        call.reply().integer(value == null ? 0 : value.length);
    }

    private static void hlen(Call call) {
        Collection hash = HashCommands.hash(call);
        call.reply().integer(hash == null ? 0 : HashCommands.fields(call, hash).count());
    }
}
