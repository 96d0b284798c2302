package io.yggdrasil.resp.command.list;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ListElements;
import io.yggdrasil.resp.collection.ListEnd;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;

/** Commands that move an element from one list to another, or to the other end of the same. */
final class ListMoves {
    private ListMoves() {}

    static void declare(CommandTable table) {
        table.add(moving("lmove", 5)
                .syntax("source#0 destination#1 wherefrom=(LEFT|RIGHT) whereto=(LEFT|RIGHT)")
                .since("6.2.0")
                .summary("Takes an element from an end of a list and puts it at an end of another.")
                .handler(ListMoves::lmove));
        table.add(moving("rpoplpush", 3)
                .syntax("source#0 destination#1")
                .since("1.2.0")
                .deprecated("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments")
                .summary("Takes an element from the right end of a list and puts it at the left end of another.")
                .handler(call -> move(call, ListEnd.RIGHT, ListEnd.LEFT)));
    }

    private static Command.Builder moving(String name, int arity) {
        return ListCommands.named(name)
                .arity(arity)
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE), KeySpec.at(2, RW, INSERT))
                .complexity("O(log N) where N is the number of elements in the longer list.");
    }

    private static void lmove(Call call) {
        ListEnd from = ListCommands.end(call, 3);
        move(call, from, ListCommands.end(call, 4));
    }

    /** Moves an element from the list at argument 1 to that at argument 2. */
    static void move(Call call, ListEnd from, ListEnd to) {
        Collection source = ListCommands.list(call, 1);
        if (source == null) {
            call.reply().nullBulk();
            return;
        }
        ListElements elements = new ListElements(source);
        byte[] element = elements.at(from);
        if (call.key(1).sameAs(call.key(2))) {
            elements.drop(from, 1);
            elements.push(to, element);
        } else {
            // The target first: what fails half-way loses nothing.
            put(call, element, to);
            elements.drop(from, 1);
        }
        call.keyspace().save(call.key(1), source);
        call.event(Type.LIST, to == ListEnd.LEFT ? "lpush" : "rpush", call.key(2));
        ListPops.tell(call, call.key(1), from, elements.count() == 0);
        call.reply().bulk(element);
    }

    private static void put(Call call, byte[] element, ListEnd end) {
        Key key = call.key(2);
        Collection list = ListCommands.list(call, 2);
        Collection target = list == null ? call.keyspace().newCollection(key, ValueType.LIST) : list;
        new ListElements(target).push(end, element);
        call.keyspace().save(key, target);
    }
}
