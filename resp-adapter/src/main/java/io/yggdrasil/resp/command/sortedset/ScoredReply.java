package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.ReplyWriter;

/** Members as replies list them, with their scores or without: pairs of their own in RESP3, all in a row in RESP2. */
final class ScoredReply {
    private static final long COUNT_MAX = Integer.MAX_VALUE / 2;

    private final ReplyWriter reply;
    private final boolean scores;
    private final boolean pairs;

    ScoredReply(ReplyWriter reply, boolean scores) {
        this(reply, scores, scores && reply.version() > 2);
    }

    /**
     * As {@link #ScoredReply(ReplyWriter, boolean)}.
     *
     * @param pairs whether each member is an array with its score
     */
    ScoredReply(ReplyWriter reply, boolean scores, boolean pairs) {
        this.reply = reply;
        this.scores = scores;
        this.pairs = pairs;
    }

    /** Opens the list. */
    void begin(long count) {
        if (count > COUNT_MAX) {
            throw new RedisException("ERR value is out of range");
        }
        reply.array((int) (scores && !pairs ? count * 2 : count));
    }

    /** Writes one member. */
    void add(byte[] member, double score) {
        if (pairs) {
            reply.array(2);
        }
        reply.bulk(member);
        if (scores) {
            reply.real(score);
        }
    }
}
