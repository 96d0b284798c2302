package io.yggdrasil.resp.pubsub;

/** The way to the other nodes. */
@FunctionalInterface
public interface MessageBus {
    /**
     * Sends a message to every other node, which delivers it to its own subscribers. Does not wait: what a node has no
     * room for is lost for it. Messages of one thread arrive in its order.
     */
    void send(Message message);
}
