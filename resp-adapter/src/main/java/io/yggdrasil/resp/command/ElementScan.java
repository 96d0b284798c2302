package io.yggdrasil.resp.command;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.Fields;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What HSCAN, SSCAN and ZSCAN share: {@code key cursor [MATCH pattern] [COUNT count]}. */
public final class ElementScan {
    /** COUNT is a hint. More than this a call would hold up the other clients of its event loop. */
    private static final long COUNT_MAX = 20_000;

    private static final long COUNT_DEFAULT = 10;

    private final Call call;
    private final long cursor;

    private ElementScan(Call call, long cursor) {
        this.call = call;
        this.cursor = cursor;
    }

    /** Reads the cursor; the options of a scan of no key are not looked at, as in Redis. */
    public static ElementScan of(Call call) {
        try {
            return new ElementScan(call, Long.parseUnsignedLong(call.token(2)));
        } catch (NumberFormatException e) {
            throw new RedisException("ERR invalid cursor");
        }
    }

    /** What is told of an element; the array is to be written as it is. */
    @FunctionalInterface
    public interface Form {
        /** Adds the strings of an element. */
        void add(byte[] name, byte[] value, List<byte[]> out);
    }

    /** What is scanned, as {@link Fields#scan} does. */
    @FunctionalInterface
    public interface Scanned {
        /** Returns where to go on; 0 at the end. */
        long scan(long cursor, long count, Fields.Visitor visitor);
    }

    /** Scans the elements of a collection, or of none, and writes the reply. Small ones are told at once, as in Redis. */
    public void run(@Nullable Collection collection, @Nullable Scanned fields, Form form) {
        ReplyWriter reply = call.reply();
        reply.array(2);
        if (collection == null || fields == null) {
            reply.bulk("0");
            reply.array(0);
            return;
        }
        long count = COUNT_DEFAULT;
        Glob pattern = null;
        for (int i = 3; i < call.count(); i += 2) {
            if (i + 1 < call.count() && call.is(i, "COUNT")) {
                count = call.integer(i + 1);
                if (count < 1) {
                    throw Errors.syntax();
                }
            } else if (i + 1 < call.count() && call.is(i, "MATCH")) {
                pattern = new Glob(call.bytes(i + 1), false);
            } else {
                throw Errors.syntax();
            }
        }
        Glob only = pattern;
        List<byte[]> found = new ArrayList<>();
        boolean whole = collection.isInRoot();
        long next =
                fields.scan(whole ? 0 : cursor, whole ? Long.MAX_VALUE : Math.min(count, COUNT_MAX), (name, value) -> {
                    if (only == null || only.matches(name)) {
                        form.add(name, value, found);
                    }
                    return true;
                });
        reply.bulk(Long.toUnsignedString(next));
        reply.array(found.size());
        found.forEach(reply::bulk);
    }
}
