package io.yggdrasil.resp.command.string;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.Expiry;

/** The commands on whole strings. */
public final class StringCommands implements CommandFamily {
    @Override
    public void register(CommandTable table) {
        table.add(Command.named("get")
                .arity(2)
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO, ACCESS))
                .group(CommandGroup.STRING)
                .summary("Reads the string at a key.")
                .handler(StringCommands::get));
        table.add(Command.named("set")
                .arity(-3)
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE))
                .group(CommandGroup.STRING)
                .summary("Stores a string at a key, whatever was there.")
                .handler(StringCommands::set));
    }

    private static void get(Call call) {
        if (!call.keyspace().writeString(call.key(1), call.reply())) {
            call.reply().nullBulk();
        }
    }

    private static void set(Call call) {
        call.keyspace().putString(call.key(1), call.bytes(2), Expiry.NONE);
        call.reply().ok();
    }
}
