package io.yggdrasil.resp.command.list;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ListElements;
import io.yggdrasil.resp.collection.ListEnd;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** Commands that take elements from an end. */
final class ListPops {
    private ListPops() {}

    static void declare(CommandTable table) {
        table.add(popping("lpop")
                .summary("Takes elements from the left end of a list.")
                .handler(call -> pop(call, ListEnd.LEFT)));
        table.add(popping("rpop")
                .summary("Takes elements from the right end of a list.")
                .handler(call -> pop(call, ListEnd.RIGHT)));
        table.add(ListCommands.named("lmpop")
                .arity(-4)
                .syntax("numkeys key... where=(LEFT|RIGHT) [COUNT count]")
                .flags(WRITE)
                .keys(KeySpec.counted(1, RW, ACCESS, DELETE))
                .since("7.0.0")
                .summary("Takes elements from an end of the first list that is there.")
                .complexity(
                        "O(N + M log L) where N is the number of keys, M of elements taken, L of elements in the list.")
                .handler(call -> popFirst(call, 1, () -> {})));
    }

    private static Command.Builder popping(String name) {
        return ListCommands.named(name)
                .arity(-2)
                .syntax("key [count]@6.2.0")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE))
                .since("1.0.0")
                .complexity("O(N + log M) where N is the number of elements taken, M of elements in the list.");
    }

    private static void pop(Call call, ListEnd end) {
        if (call.count() > 3) {
            throw Errors.arity(call.command().fullName());
        }
        boolean counted = call.count() == 3;
        long count = counted ? ListCommands.atLeast(0, call, 2, "ERR value is out of range, must be positive") : 1;
        Collection list = ListCommands.list(call);
        if (!counted) {
            popOne(call, list, end);
        } else if (list == null) {
            call.reply().nullArray();
        } else {
            popSome(call, 1, list, end, count);
        }
    }

    private static void popOne(Call call, @Nullable Collection list, ListEnd end) {
        if (list == null) {
            call.reply().nullBulk();
            return;
        }
        ListElements elements = new ListElements(list);
        call.reply().bulk(elements.at(end));
        elements.drop(end, 1);
        call.keyspace().save(call.key(1), list);
        tell(call, call.key(1), end, elements.count() == 0);
    }

    /** Announces that elements were taken. */
    static void tell(Call call, Key key, ListEnd end, boolean wasLast) {
        call.event(Type.LIST, end == ListEnd.LEFT ? "lpop" : "rpop", key);
        if (wasLast) {
            call.deleted(key);
        }
    }

    /** Takes as many as there are at most and tells them, the outermost first. */
    static void popSome(Call call, int keyIndex, Collection list, ListEnd end, long count) {
        ListElements elements = new ListElements(list);
        long some = Math.min(count, elements.count());
        call.reply().array(Math.toIntExact(some));
        elements.visit(end, some, call.reply()::bulk);
        if (some == elements.count()) {
            call.keyspace().remove(call.key(keyIndex));
            tell(call, call.key(keyIndex), end, true);
        } else if (some > 0) {
            elements.drop(end, some);
            call.keyspace().save(call.key(keyIndex), list);
            tell(call, call.key(keyIndex), end, false);
        }
    }

    /**
     * Takes elements from the first list that is there.
     *
     * @param numKeys index of the number of keys, behind which the other arguments stand
     * @param check looks at what else the command has, behind all these
     */
    static void popFirst(Call call, int numKeys, Runnable check) {
        long keys = ListCommands.atLeast(1, call, numKeys, "ERR numkeys should be greater than 0");
        if (keys > call.count() - numKeys - 2) {
            throw Errors.syntax();
        }
        int where = (int) keys + numKeys + 1;
        ListEnd end = ListCommands.end(call, where);
        long count = 1;
        if (call.count() > where + 1) {
            if (call.count() == where + 2 || !call.is(where + 1, "COUNT")) {
                throw Errors.syntax();
            }
            count = ListCommands.atLeast(1, call, where + 2, "ERR count should be greater than 0");
            if (call.count() > where + 3) {
                throw Errors.syntax();
            }
        }
        check.run();
        popFirst(call, numKeys + 1, where, end, count);
    }

    private static void popFirst(Call call, int first, int behindLast, ListEnd end, long count) {
        for (int i = first; i < behindLast; i++) {
            Collection list = ListCommands.list(call, i);
            if (list != null) {
                Request request = call.request();
                call.reply().array(2);
                call.reply().bulk(request.buffer(), request.offset(i), request.length(i));
                popSome(call, i, list, end, count);
                return;
            }
        }
        call.reply().nullArray();
    }
}
