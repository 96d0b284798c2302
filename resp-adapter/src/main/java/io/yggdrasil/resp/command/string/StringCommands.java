package io.yggdrasil.resp.command.string;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;

/** All commands on strings. */
public final class StringCommands implements CommandFamily {
    @Override
    public void register(CommandTable table) {
        ValueCommands.declare(table);
        ManyValueCommands.declare(table);
        NumberCommands.declare(table);
        RangeCommands.declare(table);
        LcsCommand.declare(table);
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.STRING);
    }
}
