package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.collection.CollectionEncoding;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.StringLimit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The commands on keys of any type and on databases. */
public final class GenericCommands implements CommandFamily {
    private final DatabaseChoice choice;
    private final StringLimit limit;
    private final Runnable flush;
    private final CollectionEncoding encoding;
    private final Predicate<Call> readsAllKeys;

    /** Makes the family for a server that is not in cluster mode. */
    public GenericCommands() {
        this(() -> false);
    }

    /** Makes the family; in cluster mode there is only database 0. */
    public GenericCommands(BooleanSupplier clusterMode) {
        this(clusterMode, StringLimit.DEFAULT, name -> 0, () -> {}, call -> true);
    }

    /**
     * Makes the family.
     *
     * @param limit how long a reply of DUMP may be
     * @param parameters numbers by the names of Redis's parameters
     * @param flush told before databases are emptied
     * @param readsAllKeys whether the client may read every key with the running command
     */
    public GenericCommands(
            BooleanSupplier clusterMode,
            StringLimit limit,
            ToLongFunction<String> parameters,
            Runnable flush,
            Predicate<Call> readsAllKeys) {
        this.readsAllKeys = readsAllKeys;
        this.limit = limit;
        this.flush = flush;
        this.choice = new DatabaseChoice(clusterMode);
        this.encoding = new CollectionEncoding(parameters);
    }

    @Override
    public void register(CommandTable table) {
        KeyCommands.register(table);
        new RelocationCommands(choice).register(table);
        ExpiryCommands.register(table);
        ScanCommands.register(table);
        new DatabaseCommands(choice, flush).register(table);
        new ObjectCommands(encoding).register(table);
        WaitCommands.register(table);
        new SortCommands(choice, readsAllKeys).register(table);
        new SerializationCommands(limit).register(table);
    }
}
