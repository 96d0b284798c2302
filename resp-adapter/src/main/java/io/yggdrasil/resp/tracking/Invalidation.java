package io.yggdrasil.resp.tracking;

import io.yggdrasil.resp.session.Push;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client that some keys, or any, may have another value than it has read.
 *
 * @param to the client that is told
 * @param redirected whether it is another one than the one that tracks
 * @param keys the keys, one character a byte; null for all
 */
record Invalidation(
        Session to, boolean redirected, @Nullable List<String> keys) implements Push {
    private static final String CHANNEL = "__redis__:invalidate";
    private static final int FRAME_BYTES = 64;

    @Override
    public byte @Nullable [] bytes(int protocol) {
        ReplyWriter out = new ReplyWriter();
        out.version(protocol);
        if (protocol > 2) {
            out.push(2);
            out.bulk("invalidate");
        } else if (redirected && to.subscriptions().any()) {
            out.push(3);
            out.bulk("message");
            out.bulk(CHANNEL);
        } else {
            return null; // RESP2 has no pushes.
        }
        if (keys == null) {
            out.nullBulk();
        } else {
            out.array(keys.size());
            for (String key : keys) {
                out.bulk(key.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return Arrays.copyOf(out.array(), out.size());
    }

    @Override
    public int size() {
        return FRAME_BYTES
                + (keys == null ? 0 : keys.stream().mapToInt(String::length).sum());
    }

    /** Tells a client of RESP3 that the one which it redirects to is gone. */
    record Broken(long redirection) implements Push {
        @Override
        public byte @Nullable [] bytes(int protocol) {
            if (protocol == 2) {
                return null;
            }
            ReplyWriter out = new ReplyWriter();
            out.version(protocol);
            out.push(2);
            out.bulk("tracking-redir-broken");
            out.integer(redirection);
            return Arrays.copyOf(out.array(), out.size());
        }

        @Override
        public int size() {
            return FRAME_BYTES;
        }
    }
}
