package io.yggdrasil.resp.command.geo;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.keyspace.ValueType;
import org.jspecify.annotations.Nullable;

/** The commands that keep and find places on the globe. */
public final class GeoCommands implements CommandFamily {
    static final String UNITS = "(M|KM|FT|MI)";

    /** Makes the commands. */
    public GeoCommands() {}

    @Override
    public void register(CommandTable table) {
        GeoPlaces.declare(table);
        GeoSearches.declare(table);
    }

    static Command.Builder named(String name) {
        return Command.named(name).group(CommandGroup.GEO);
    }

    /** The members at an argument, to be read; null when there is no key. */
    static @Nullable ScoredMembers members(Call call, int index) {
        Collection collection = call.keyspace().collection(call.key(index), ValueType.ZSET);
        return collection == null ? null : new ScoredMembers(collection);
    }
}
