package io.yggdrasil.resp.cluster;

/** The first byte of a message between nodes. */
final class MessageKind {
    /** I am ready to run requests; please answer. Format version i32. */
    static final byte HELLO = 1;

    /** So am I. Format version i32. */
    static final byte WELCOME = 2;

    /** Run these requests; see {@link Lane}. */
    static final byte RUN = 3;

    /** Replies to some of them; see {@link InboundBatch}. */
    static final byte RAN = 4;

    /** I am about to leave: send no more; please answer when nothing is on its way to me. */
    static final byte GOODBYE = 5;

    /** Nothing is. */
    static final byte FAREWELL = 6;

    /** A question; see {@link Dialog}. */
    static final byte ASK = 7;

    /** Its answer. */
    static final byte ANSWER = 8;

    /** A client waits for keys of yours; see {@link WaitMessages}. */
    static final byte WAIT = 9;

    /** It does so no more. */
    static final byte LEAVE = 10;

    /** A key may have something for a client of yours that waits. */
    static final byte OFFER = 11;

    /** It took nothing. */
    static final byte DECLINE = 12;

    /** Messages for the receiver's subscribers; see {@link BusLane}. */
    static final byte MESSAGES = 13;

    /** They were delivered. */
    static final byte DELIVERED = 14;

    /** Nodes with another version do not understand each other. */
    static final int FORMAT = 3;

    private MessageKind() {}
}
