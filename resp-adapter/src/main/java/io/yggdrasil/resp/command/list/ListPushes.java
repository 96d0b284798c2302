package io.yggdrasil.resp.command.list;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ListElements;
import io.yggdrasil.resp.collection.ListEnd;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import java.util.ArrayList;
import java.util.List;

/** Commands that put elements at an end. */
final class ListPushes {
    private ListPushes() {}

    static void declare(CommandTable table) {
        table.add(pushing("lpush")
                .since("1.0.0")
                .summary("Puts elements at the left end of a list.")
                .handler(call -> push(call, ListEnd.LEFT)));
        table.add(pushing("rpush")
                .since("1.0.0")
                .summary("Puts elements at the right end of a list.")
                .handler(call -> push(call, ListEnd.RIGHT)));
        table.add(pushing("lpushx")
                .since("2.2.0")
                .summary("Puts elements at the left end of a list that is there.")
                .handler(call -> pushIfThere(call, ListEnd.LEFT)));
        table.add(pushing("rpushx")
                .since("2.2.0")
                .summary("Puts elements at the right end of a list that is there.")
                .handler(call -> pushIfThere(call, ListEnd.RIGHT)));
    }

    private static Command.Builder pushing(String name) {
        return ListCommands.named(name)
                .arity(-3)
                .syntax("key element...")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, INSERT))
                .complexity("O(N log M) where N is the number of elements to be put, M of elements in the list.");
    }

    private static void push(Call call, ListEnd end) {
        Collection list = ListCommands.list(call);
        push(call, list == null ? call.keyspace().newCollection(call.key(1), ValueType.LIST) : list, end);
    }

    private static void pushIfThere(Call call, ListEnd end) {
        Collection list = ListCommands.list(call);
        if (list == null) {
            call.reply().integer(0);
        } else {
            push(call, list, end);
        }
    }

    private static void push(Call call, Collection list, ListEnd end) {
        List<byte[]> pushed = new ArrayList<>(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            pushed.add(call.bytes(i));
        }
        ListElements elements = new ListElements(list);
        elements.push(end, pushed);
        call.keyspace().save(call.key(1), list);
        call.event(Type.LIST, end == ListEnd.LEFT ? "lpush" : "rpush", call.key(1));
        call.reply().integer(elements.count());
    }
}
