package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.collection.CollectionEncoding;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.StringLimit;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/** The commands on keys of any type and on databases. */
public final class GenericCommands implements CommandFamily {
    private final DatabaseChoice choice;
    private final StringLimit limit;
    private final CollectionEncoding encoding;

    /** Makes the family for a server that is not in cluster mode. */
    public GenericCommands() {
        this(() -> false);
    }

    /** Makes the family; in cluster mode there is only database 0. */
    public GenericCommands(BooleanSupplier clusterMode) {
        this(clusterMode, StringLimit.DEFAULT, name -> 0);
    }

    /**
     * Makes the family.
     *
     * @param limit how long a reply of DUMP may be
     * @param parameters numbers by the names of Redis's parameters
     */
    public GenericCommands(BooleanSupplier clusterMode, StringLimit limit, ToLongFunction<String> parameters) {
        this.limit = limit;
        this.choice = new DatabaseChoice(clusterMode);
        this.encoding = new CollectionEncoding(parameters);
    }

    @Override
    public void register(CommandTable table) {
        KeyCommands.register(table);
        new RelocationCommands(choice).register(table);
        ExpiryCommands.register(table);
        ScanCommands.register(table);
        new DatabaseCommands(choice).register(table);
        new ObjectCommands(encoding).register(table);
        WaitCommands.register(table);
        new SortCommands(choice).register(table);
        new SerializationCommands(limit).register(table);
    }
}
