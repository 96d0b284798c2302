package io.yggdrasil.resp.command.list;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ListElements;
import io.yggdrasil.resp.collection.ListEnd;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** LPOS: which of an element's places are wanted, and which were found. */
final class ListSearch implements LongPredicate {
    private static final long ALL = 0;

    private ListEnd from = ListEnd.LEFT;
    private boolean many;
    private long toSkip;
    private long wanted = 1;
    private long lookedAt = ALL;

    private final LongStream.Builder places = LongStream.builder();
    private int found;

    private ListSearch() {}

    static void lpos(Call call) {
        ListSearch search = new ListSearch();
        search.readOptions(call);
        Collection list = ListCommands.list(call);
        if (list != null) {
            long most = search.lookedAt == ALL ? Long.MAX_VALUE : search.lookedAt;
            new ListElements(list).search(call.bytes(2), search.from, most, search);
        }
        search.tell(call.reply());
    }

    private void readOptions(Call call) {
        for (int i = 3; i < call.count(); i += 2) {
            boolean hasValue = i + 1 < call.count();
            if (hasValue && call.is(i, "RANK")) {
                readRank(call.integer(i + 1));
            } else if (hasValue && call.is(i, "COUNT")) {
                many = true;
                wanted = ListCommands.atLeast(0, call, i + 1, "ERR COUNT can't be negative");
            } else if (hasValue && call.is(i, "MAXLEN")) {
                lookedAt = ListCommands.atLeast(0, call, i + 1, "ERR MAXLEN can't be negative");
            } else {
                throw Errors.syntax();
            }
        }
    }

    private void readRank(long rank) {
        if (rank == Long.MIN_VALUE) {
            throw new RedisException(
                    "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);
        }
        if (rank == 0) {
            throw new RedisException(
                    "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... "
                            + "or use negative to start from the end of the list");
        }
        from = rank < 0 ? ListEnd.RIGHT : ListEnd.LEFT;
        toSkip = Math.abs(rank) - 1;
    }

    /** Takes a place; returns whether more are wanted. */
    @Override
    public boolean test(long place) {
        if (toSkip > 0) {
            toSkip--;
            return true;
        }
        places.add(place);
        found++;
        return wanted == ALL || found < wanted;
    }

    private void tell(ReplyWriter reply) {
        if (many) {
            reply.array(found);
        } else if (found == 0) {
            reply.nullBulk();
        }
        places.build().forEach(reply::integer);
    }
}
