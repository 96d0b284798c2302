package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Appender;
import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** SORT and SORT_RO. */
final class SortCommands {
    private static final byte[] NOTHING = {};

    private static final String SYNTAX = "key [BY by-pattern:pattern#1{pattern}]"
            + " [LIMIT(offset count)] [GET get-pattern:pattern#1{pattern}]... order=[ASC|DESC] [sorting=ALPHA]";

    private final DatabaseChoice choice;
    private final Predicate<Call> readsAllKeys;

    SortCommands(DatabaseChoice choice, Predicate<Call> readsAllKeys) {
        this.choice = choice;
        this.readsAllKeys = readsAllKeys;
    }

    void register(CommandTable table) {
        table.add(sorting("sort")
                .syntax(SYNTAX + " [STORE destination:key#2]")
                .flags(WRITE, DENYOOM)
                .keys(
                        KeySpec.at(1, RO, ACCESS),
                        lookedUp(),
                        KeySpec.unknown(
                                (request, out) -> {
                                    int store = SortOptions.store(request);
                                    if (store > 0) {
                                        out.accept(store);
                                    }
                                },
                                OW,
                                UPDATE))
                .since("1.0.0")
                .summary("Sorts a list, a set or a sorted set; tells the result or stores it as a list.")
                .handler(call -> sort(call, true)));
        table.add(sorting("sort_ro")
                .syntax(SYNTAX)
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS), lookedUp())
                .since("7.0.0")
                .summary("Sorts a list, a set or a sorted set.")
                .handler(call -> sort(call, false)));
    }

    private static Command.Builder sorting(String name) {
        return Command.named(name)
                .arity(-2)
                .roaming(SortOptions::looksUp)
                .aclWithoutGroup(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, AclCategory.DANGEROUS)
                .complexity("O(N log N + M) where N is the number of elements, M of those that are told.");
    }

    /** The keys that BY and GET make of elements: nobody knows them before. */
    private static KeySpec lookedUp() {
        return KeySpec.unknown((request, out) -> {}, RO, ACCESS);
    }

    private void sort(Call call, boolean mayStore) {
        SortOptions options = SortOptions.read(call, mayStore, choice.isClusterMode(), readsAllKeys);
        SortSource source = SortSource.open(call.keyspace(), call.key(1));
        if (!call.keyspace().exists(call.key(1))) {
            call.missedByWriter(call.key(1));
        }
        boolean isStored = options.store() > 0;
        // What is stored must not depend on the order in which a set happens to be kept.
        SortOptions actual =
                (isStored || call.inScript()) && !options.isSorting() && source.isSet() ? options.byElement() : options;
        List<byte[]> results = results(source, actual, call.keyspace());
        if (isStored) {
            store(call, call.key(options.store()), results, options.gets());
        } else {
            tell(call, results, options.gets());
        }
    }

    private static List<byte[]> results(SortSource source, SortOptions options, Keyspace keyspace) {
        int count = source.count();
        int first = options.first(count);
        int some = options.results(count);
        if (!options.isSorting()) {
            return source.elements(first, some, options.isDescending());
        }
        return Sorting.sorted(source.elements(0, count, false), options, keyspace)
                .subList(first, first + some);
    }

    private static void tell(Call call, List<byte[]> results, List<SortPattern> gets) {
        ReplyWriter reply = call.reply();
        reply.array(Math.toIntExact((long) results.size() * Math.max(1, gets.size())));
        forEach(call.keyspace(), results, gets, reply::bulkOrNull);
    }

    private static void store(Call call, Key target, List<byte[]> results, List<SortPattern> gets) {
        Keyspace keyspace = call.keyspace();
        Collection list = keyspace.newCollection(target, ValueType.LIST);
        Appender appender = list.tree(0).appender();
        forEach(keyspace, results, gets, value -> appender.append(NOTHING, value == null ? NOTHING : value));
        appender.finish();
        long count = list.tree(0).count();
        boolean replaced = keyspace.remove(target);
        if (count > 0) {
            keyspace.save(target, list);
            call.event(Type.LIST, "sortstore", target);
        } else if (replaced) {
            call.deleted(target);
        }
        call.reply().integer(count);
    }

    /** Tells what was asked for of each result; null where nothing is there. */
    private static void forEach(
            Keyspace keyspace, List<byte[]> results, List<SortPattern> gets, Consumer<byte @Nullable []> out) {
        for (byte[] element : results) {
            if (gets.isEmpty()) {
                out.accept(element);
            }
            for (SortPattern get : gets) {
                out.accept(get.lookUp(keyspace, element));
            }
        }
    }
}
