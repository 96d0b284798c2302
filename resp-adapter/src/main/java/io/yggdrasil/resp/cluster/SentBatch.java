package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.dispatch.RemoteExecution.ReplySlot;
import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Requests that went to another node in one message, kept until each is answered, so that each can be run again. */
final class SentBatch {
    private static final byte[] EXEC = {'E', 'X', 'E', 'C'};

    private final List<Item> items = new ArrayList<>();
    private byte[] message = {};
    private final BitSet answered = new BitSet();

    /**
     * One request.
     *
     * @param session the client
     * @param slot where its reply goes
     * @param repeatable whether running it twice is the same as running it once
     * @param contextAt where its client's state stands in the message
     * @param at where the request itself stands
     */
    record Item(Session session, ReplySlot slot, boolean repeatable, int contextAt, int at) {}

    void add(Item item) {
        items.add(item);
    }

    int count() {
        return items.size();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    Item item(int index) {
        return items.get(index);
    }

    /** Gives the batch the message that was sent. */
    void sent(byte[] bytes) {
        message = bytes;
    }

    int bytes() {
        return message.length;
    }

    /** Notes that a request is answered; returns false when it was before. */
    boolean answer(int index) {
        if (answered.get(index)) {
            return false;
        }
        answered.set(index);
        return true;
    }

    boolean isAnswered() {
        return answered.cardinality() == items.size();
    }

    /** Hands the request back, to be run again. */
    void rerun(Item item) {
        ClientLink link = item.session.link();
        Session as = SessionCodec.read(new Unpacker(message, item.contextAt), addresses -> link);
        Unpacker in = new Unpacker(message, item.at);
        Request request = new Request();
        if (in.getByte() == Lane.EXEC) {
            SessionCodec.readTransaction(in, as);
            request = Request.of(EXEC);
        } else {
            in.getRequest(request);
        }
        item.slot.rerun(request, as);
    }
}
