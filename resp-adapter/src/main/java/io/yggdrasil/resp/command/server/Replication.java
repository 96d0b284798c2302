package io.yggdrasil.resp.command.server;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whose replica the grid is, and what makes it one. Methods may be called from any thread and do not wait. */
public interface Replication {
    /** A grid that is nobody's replica and cannot become one. */
    Replication NONE = new Replication() {
        @Override
        public @Nullable Master master() {
            return null;
        }

        @Override
        public Link link() {
            return Link.NONE;
        }

        @Override
        public void follow(Master master, Consumer<@Nullable String> whenDone) {
            whenDone.accept("this server cannot replicate");
        }

        @Override
        public void endFollowing(Consumer<@Nullable String> whenDone) {
            whenDone.accept(null);
        }
    };

    /** Whose replica the grid is; null: nobody's. */
    @Nullable
    Master master();

    /** How this node sees the link to the master. */
    Link link();

    /**
     * Makes the grid the replica of another server, over a link of this node.
     *
     * @param whenDone told on any thread: null when the link is on its way, or why it is not
     */
    void follow(Master master, Consumer<@Nullable String> whenDone);

    /**
     * Ends the link, whichever node has it; what was replicated stays.
     *
     * @param whenDone told on any thread: null when nothing of the master comes any more, or why that is not sure
     */
    void endFollowing(Consumer<@Nullable String> whenDone);

    /**
     * A server that is replicated.
     *
     * @param host its name or address
     * @param port its port
     */
    record Master(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** What a link does; {@link #word} is what ROLE calls it. */
    enum State {
        /** It waits to try again, or its node is gone. */
        DOWN("connect"),
        /** It talks with the master. */
        CONNECTING("connecting"),
        /** It loads what the master has. */
        LOADING("sync"),
        /** It applies what the master does. */
        UP("connected"),
        /** It has met what it cannot apply, and does not try again. */
        STOPPED("none"),
        /** It is to end. */
        ENDING("none");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * A link. What only the link's own node knows is -1 or empty on the others.
     *
     * @param state what it does
     * @param node the id of the node that has it
     * @param isHere whether that is this node
     * @param problem why it is down or stopped; empty: it is not, or another node knows
     * @param replicationId the master's history, 40 hexadecimal digits
     * @param offset up to where the history was applied, in bytes
     * @param readOffset up to where it was read
     * @param heardMillis when the master was last heard, milliseconds since 1970
     * @param downMillis since when it is not up
     * @param loadBytes length of what is loaded; 0: not known
     * @param loadedBytes how much of it was loaded
     */
    record Link(
            State state,
            String node,
            boolean isHere,
            String problem,
            String replicationId,
            long offset,
            long readOffset,
            long heardMillis,
            long downMillis,
            long loadBytes,
            long loadedBytes) {
        static final Link NONE = elsewhere(State.DOWN, "", "");

        /** The link of another node. */
        public static Link elsewhere(State state, String node, String problem) {
            return new Link(state, node, false, problem, "", -1, -1, -1, -1, 0, 0);
        }
    }
}
