package io.yggdrasil.resp.replica;

import io.yggdrasil.resp.command.server.Replication.Master;
import io.yggdrasil.resp.command.server.Replication.State;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes know of the link to a master.
 *
 * @param node the node that has the link
 * @param state what it does
 * @param master the master
 * @param problem why it has stopped; empty: it has not
 */
record Following(UUID node, State state, Master master, String problem) {
    private static final int FIELDS = 5;

    /** The form in which it is noted. */
    String text() {
        return String.join(
                "\n", node.toString(), state.name(), master.host(), Integer.toString(master.port()), problem);
    }

    static @Nullable Following parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] fields = text.split("\n", FIELDS);
        return new Following(
                UUID.fromString(fields[0]),
                State.valueOf(fields[1]),
                new Master(fields[2], Integer.parseInt(fields[3])),
                fields[4]);
    }

    Following with(State now, String why) {
        return new Following(node, now, master, why);
    }
}
