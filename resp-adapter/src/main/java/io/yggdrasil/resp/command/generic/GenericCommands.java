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
    private static final KeyMigration NO_MIGRATION =
            (order, place) -> place.complete(out -> out.error("ERR this server cannot migrate keys"));

    private final DatabaseChoice choice;
    private final StringLimit limit;
    private final Runnable flush;
    private final CollectionEncoding encoding;
    private final Predicate<Call> readsAllKeys;
    private final KeyMigration migration;
    private final BooleanSupplier clusterMode;

    /** Makes the family for a server that is not in cluster mode. */
    public GenericCommands() {
        this(() -> false);
    }

    /** Makes the family; in cluster mode there is only database 0. */
    public GenericCommands(BooleanSupplier clusterMode) {
        this(clusterMode, StringLimit.DEFAULT, name -> 0, () -> {}, call -> true, NO_MIGRATION);
    }

    /**
     * Makes the family.
     *
     * @param limit how long a reply of DUMP may be
     * @param parameters numbers by the names of Redis's parameters
     * @param flush told before databases are emptied
     * @param readsAllKeys whether the client may read every key with the running command
     * @param migration moves keys to other servers
     */
    public GenericCommands(
            BooleanSupplier clusterMode,
            StringLimit limit,
            ToLongFunction<String> parameters,
            Runnable flush,
            Predicate<Call> readsAllKeys,
            KeyMigration migration) {
        this.migration = migration;
        this.clusterMode = clusterMode;
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
        new MigrateCommand(migration, clusterMode).register(table);
    }
}
