package io.yggdrasil.resp.command.list;

import static io.yggdrasil.resp.command.CommandFlag.BLOCKING;
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
import io.yggdrasil.resp.command.Timeouts;
import io.yggdrasil.resp.command.Waiting;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.Request;

/** Commands that take or move an element and wait until there is one: see {@link Waiting}. */
final class ListWaits {
    private ListWaits() {}

    static void declare(CommandTable table) {
        table.add(popping("blpop")
                .summary("Takes an element from the left end of the first list that is there; waits until one is.")
                .handler(call -> pop(call, ListEnd.LEFT)));
        table.add(popping("brpop")
                .summary("Takes an element from the right end of the first list that is there; waits until one is.")
                .handler(call -> pop(call, ListEnd.RIGHT)));
        table.add(moving("blmove", 6)
                .syntax("source#0 destination#1 wherefrom=(LEFT|RIGHT) whereto=(LEFT|RIGHT) timeout:double")
                .since("6.2.0")
                .waits(Waiting.forTaking(ValueType.LIST, ListWaits::millisOfMove))
                .summary("Moves an element from an end of a list to an end of another; waits until there is one.")
                .handler(ListWaits::blmove));
        table.add(moving("brpoplpush", 4)
                .syntax("source#0 destination#1 timeout:double")
                .since("2.2.0")
                .waits(waiting(3))
                .deprecated("6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments")
                .summary("Moves an element from the right end of a list to the left end of another; waits for one.")
                .handler(call -> move(call, ListEnd.RIGHT, ListEnd.LEFT, 3)));
        table.add(ListCommands.named("blmpop")
                .arity(-5)
                .syntax("timeout:double numkeys key... where=(LEFT|RIGHT) [COUNT count]")
                .flags(WRITE, BLOCKING)
                .keys(KeySpec.counted(2, RW, ACCESS, DELETE))
                .waits(Waiting.forTaking(ValueType.LIST, request -> Timeouts.secondsToPop(request, "LEFT", "RIGHT")))
                .since("7.0.0")
                .summary("Takes elements from an end of the first list that is there; waits until one is.")
                .complexity(
                        "O(N + M log L) where N is the number of keys, M of elements taken, L of elements in the list.")
                .handler(ListWaits::blmpop));
    }

    private static Command.Builder popping(String name) {
        return ListCommands.named(name)
                .arity(-3)
                .syntax("key... timeout:double")
                .flags(WRITE, BLOCKING)
                .keys(KeySpec.range(1, -2, 1, RW, ACCESS, DELETE))
                .waits(waiting(-1))
                .since("2.0.0")
                .complexity("O(N + log M) where N is the number of keys, M of elements in the list.");
    }

    private static Command.Builder moving(String name, int arity) {
        return ListCommands.named(name)
                .arity(arity)
                .flags(WRITE, DENYOOM, BLOCKING)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE), KeySpec.at(2, RW, INSERT))
                .complexity("O(log N) where N is the number of elements in the longer list.");
    }

    /** The timeout stands at {@code index}; -1: it comes last. */
    private static Waiting waiting(int index) {
        return Waiting.forTaking(
                ValueType.LIST, request -> Timeouts.seconds(request, index < 0 ? request.count() - 1 : index));
    }

    private static long millisOfMove(Request request) {
        boolean ends = isEnd(request, 3) && isEnd(request, 4);
        return ends ? Timeouts.seconds(request, 5) : Waiting.NOT_AT_ALL;
    }

    private static boolean isEnd(Request request, int index) {
        return request.is(index, "LEFT") || request.is(index, "RIGHT");
    }

    private static void pop(Call call, ListEnd end) {
        int last = call.count() - 1;
        Timeouts.seconds(call.request(), last);
        for (int i = 1; i < last; i++) {
            Collection list = ListCommands.list(call, i);
            if (list != null) {
                ListElements elements = new ListElements(list);
                call.reply().array(2);
                call.reply().bulk(call.bytes(i));
                call.reply().bulk(elements.at(end));
                elements.drop(end, 1);
                call.keyspace().save(call.key(i), list);
                ListPops.tell(call, call.key(i), end, elements.count() == 0);
                return;
            }
        }
        call.reply().nullArray();
    }

    private static void blmove(Call call) {
        ListEnd from = ListCommands.end(call, 3);
        move(call, from, ListCommands.end(call, 4), 5);
    }

    private static void move(Call call, ListEnd from, ListEnd to, int timeoutIndex) {
        Timeouts.seconds(call.request(), timeoutIndex);
        ListMoves.move(call, from, to);
    }

    private static void blmpop(Call call) {
        ListPops.popFirst(call, 2, () -> Timeouts.seconds(call.request(), 1));
    }
}
