package io.yggdrasil.resp.command.list;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ListElements;
import io.yggdrasil.resp.collection.ListEnd;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;

/** Commands that change a list anywhere. */
final class ListEdits {
    private ListEdits() {}

    static void declare(CommandTable table) {
        table.add(editing("lset", 4)
                .syntax("key index element")
                .flags(DENYOOM)
                .keys(KeySpec.at(1, RW, UPDATE))
                .since("1.0.0")
                .summary("Replaces the element at an index of a list.")
                .complexity("O(log N) where N is the number of elements in the list.")
                .handler(ListEdits::lset));
        table.add(editing("linsert", 5)
                .syntax("key where=(BEFORE|AFTER) pivot element")
                .flags(DENYOOM)
                .keys(KeySpec.at(1, RW, INSERT))
                .since("2.2.0")
                .summary("Puts an element beside another one in a list.")
                .complexity("O(N) where N is the number of elements left of the other one.")
                .handler(ListEdits::linsert));
        table.add(editing("lrem", 4)
                .syntax("key count element")
                .keys(KeySpec.at(1, RW, DELETE))
                .since("1.0.0")
                .summary("Removes equal elements from a list, and the list with the last one.")
                .complexity("O(N) where N is the number of elements in the list.")
                .handler(ListEdits::lrem));
        table.add(editing("ltrim", 4)
                .syntax("key start:integer stop:integer")
                .keys(KeySpec.at(1, RW, DELETE))
                .since("1.0.0")
                .summary("Removes the elements of a list that are not from one index to another.")
                .complexity("O(log N + M) where N is the number of elements in the list, M of those removed.")
                .handler(ListEdits::ltrim));
    }

    private static Command.Builder editing(String name, int arity) {
        return ListCommands.named(name).arity(arity).flags(WRITE);
    }

    private static void lset(Call call) {
        Collection list = ListCommands.list(call);
        if (list == null) {
            throw Errors.noSuchKey();
        }
        ListElements elements = new ListElements(list);
        long place = elements.place(call.integer(2));
        if (place < 0) {
            throw Errors.indexOutOfRange();
        }
        elements.set(place, call.bytes(3));
        call.keyspace().save(call.key(1), list);
        call.event(Type.LIST, "lset", call.key(1));
        call.reply().ok();
    }

    private static void linsert(Call call) {
        boolean after = call.is(2, "AFTER");
        if (!after && !call.is(2, "BEFORE")) {
            throw Errors.syntax();
        }
        Collection list = ListCommands.list(call);
        if (list == null) {
            call.reply().integer(0);
            return;
        }
        ListElements elements = new ListElements(list);
        long place = elements.find(call.bytes(3));
        if (place < 0) {
            call.reply().integer(-1);
            return;
        }
        elements.insert(after ? place + 1 : place, call.bytes(4));
        call.keyspace().save(call.key(1), list);
        call.event(Type.LIST, "linsert", call.key(1));
        call.reply().integer(elements.count());
    }

    private static void lrem(Call call) {
        long count = call.integer(2);
        Collection list = ListCommands.list(call);
        if (list == null) {
            call.reply().integer(0);
            return;
        }
        ListEnd from = count < 0 ? ListEnd.RIGHT : ListEnd.LEFT;
        // The smallest integer has no counterpart: it means all, as 0 does.
        long most = count == 0 || count == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(count);
        long removed = new ListElements(list).remove(call.bytes(3), from, most);
        if (removed > 0) {
            call.keyspace().save(call.key(1), list);
            call.event(Type.LIST, "lrem", call.key(1));
            call.deletedIfEmpty(call.key(1), list);
        }
        call.reply().integer(removed);
    }

    private static void ltrim(Call call) {
        long start = call.integer(2);
        long stop = call.integer(3);
        Collection list = ListCommands.list(call);
        if (list != null) {
            ListElements elements = new ListElements(list);
            PlaceRange kept = PlaceRange.of(start, stop, elements.count());
            call.event(Type.LIST, "ltrim", call.key(1));
            if (kept.count() == 0) {
                call.keyspace().remove(call.key(1));
                call.deleted(call.key(1));
            } else {
                elements.drop(ListEnd.RIGHT, elements.count() - kept.to());
                elements.drop(ListEnd.LEFT, kept.from());
                call.keyspace().save(call.key(1), list);
            }
        }
        call.reply().ok();
    }
}
