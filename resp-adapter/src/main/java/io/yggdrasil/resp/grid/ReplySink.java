package io.yggdrasil.resp.grid;

import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.tier.hot.HotSink;
import org.jspecify.annotations.Nullable;

/** Puts a value into a reply as a bulk string. Threads: one. */
final class ReplySink implements HotSink {
    private @Nullable ReplyWriter reply;
    private int mark;

    void begin(ReplyWriter to) {
        reply = to;
        mark = to.size();
    }

    @Override
    public int open(int length) {
        drop();
        return writer().openBulk(length);
    }

    void drop() {
        writer().truncate(mark);
    }

    @Override
    public byte[] array() {
        return writer().array();
    }

    private ReplyWriter writer() {
        ReplyWriter writer = reply;
        if (writer == null) {
            throw new IllegalStateException("no read is under way");
        }
        return writer;
    }
}
