package io.yggdrasil.resp.command.list;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ListElements;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.wire.ReplyWriter;

/** Commands that read elements by their places. */
final class ListReads {
    private ListReads() {}

    static void declare(CommandTable table) {
        table.add(reading("llen", 2)
                .syntax("key")
                .flags(FAST)
                .keys(KeySpec.at(1, RO))
                .summary("Counts the elements of a list.")
                .handler(ListReads::llen));
        table.add(reading("lindex", 3)
                .syntax("key index")
                .keys(KeySpec.at(1, RO, ACCESS))
                .summary("Reads the element at an index of a list.")
                .complexity("O(log N) where N is the number of elements in the list.")
                .handler(ListReads::lindex));
        table.add(reading("lrange", 4)
                .syntax("key start:integer stop:integer")
                .keys(KeySpec.at(1, RO, ACCESS))
                .summary("Lists the elements of a list from one index to another.")
                .complexity("O(log N + M) where N is the number of elements in the list, M of those told.")
                .handler(ListReads::lrange));
        table.add(reading("lpos", -3)
                .syntax("key element [RANK rank:integer] [COUNT num-matches:integer] [MAXLEN len:integer]")
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("6.0.6")
                .summary("Tells at which indexes of a list an element is.")
                .complexity("O(N) where N is the number of elements looked at.")
                .handler(ListSearch::lpos));
    }

    private static Command.Builder reading(String name, int arity) {
        return ListCommands.named(name).arity(arity).flags(READONLY);
    }

    private static void llen(Call call) {
        Collection list = ListCommands.list(call);
        call.reply().integer(list == null ? 0 : new ListElements(list).count());
    }

    private static void lindex(Call call) {
        Collection list = ListCommands.list(call);
        if (list == null) {
            call.reply().nullBulk();
            return;
        }
        ListElements elements = new ListElements(list);
        long place = elements.place(call.integer(2));
        call.reply().bulkOrNull(place < 0 ? null : elements.at(place));
    }

    private static void lrange(Call call) {
        long start = call.integer(2);
        long stop = call.integer(3);
        Collection list = ListCommands.list(call);
        ReplyWriter reply = call.reply();
        if (list == null) {
            reply.array(0);
            return;
        }
        ListElements elements = new ListElements(list);
        PlaceRange range = PlaceRange.of(start, stop, elements.count());
        reply.array(Math.toIntExact(range.count()));
        elements.visit(range.from(), range.count(), reply::bulk);
    }
}
