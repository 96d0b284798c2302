package io.yggdrasil.resp.session;

import org.jspecify.annotations.Nullable;

/** Something for a client that is a reply to none of its requests; made by any thread, and never changed. */
public interface Push {
    /**
     * The bytes to send: one complete RESP value. Asked for on the client's own thread when its turn has come, so that
     * the client gets nothing that it has unsubscribed from and nothing in a protocol that it has left.
     *
     * @param protocol what the client speaks now, 2 or 3
     * @return bytes that nobody may change; null when the client does not want it any more
     */
    byte @Nullable [] bytes(int protocol);

    /** About how many bytes it takes while it waits. */
    int size();

    /** A push that is wanted always and the same in both protocols. */
    static Push of(byte[] bytes) {
        return new Push() {
            @Override
            public byte[] bytes(int protocol) {
                return bytes;
            }

            @Override
            public int size() {
                return bytes.length;
            }
        };
    }
}
