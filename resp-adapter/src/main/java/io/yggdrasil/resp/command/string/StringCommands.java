package io.yggdrasil.resp.command.string;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.StringLimit;

/** All commands on strings. */
public final class StringCommands implements CommandFamily {
    private final StringLimit limit;

    /** Makes the commands with Redis's default limit of strings. */
    public StringCommands() {
        this(StringLimit.DEFAULT);
    }

    /** Makes the commands; strings grow up to {@code limit}. */
    public StringCommands(StringLimit limit) {
        this.limit = limit;
    }

    @Override
    public void register(CommandTable table) {
        ValueCommands.declare(table);
        ManyValueCommands.declare(table);
        NumberCommands.declare(table);
        new RangeCommands(limit).declare(table);
        LcsCommand.declare(table, limit);
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.STRING);
    }
}
