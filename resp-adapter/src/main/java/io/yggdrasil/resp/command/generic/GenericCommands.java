package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandTable;
import java.util.function.BooleanSupplier;

/** The commands on keys of any type and on databases. */
public final class GenericCommands implements CommandFamily {
    private final DatabaseChoice choice;

    /** Makes the family for a server that is not in cluster mode. */
    public GenericCommands() {
        this(() -> false);
    }

    /** Makes the family; in cluster mode there is only database 0. */
    public GenericCommands(BooleanSupplier clusterMode) {
        this.choice = new DatabaseChoice(clusterMode);
    }

    @Override
    public void register(CommandTable table) {
        KeyCommands.register(table);
        new RelocationCommands(choice).register(table);
        ExpiryCommands.register(table);
        ScanCommands.register(table);
        new DatabaseCommands(choice).register(table);
        ObjectCommands.register(table);
        WaitCommands.register(table);
    }
}
