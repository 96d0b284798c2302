package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.command.DeferredReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves keys to another server that speaks Redis's protocol. */
@FunctionalInterface
public interface KeyMigration {
    /** Begins to move keys, does not wait, and completes {@code place} with the reply of MIGRATE. */
    void begin(Order order, DeferredReply place);

    /**
     * What is to be moved where.
     *
     * @param target where to
     * @param database the number of the database that the keys are in
     * @param keys the keys
     * @param copies whether they stay here as well
     * @param replaces whether keys of the target that have these names are replaced
     * @param asking whether the servers are nodes of a Redis Cluster
     */
    record Order(Target target, int database, List<byte[]> keys, boolean copies, boolean replaces, boolean asking) {}

    /**
     * The server that gets the keys.
     *
     * @param host its name or address
     * @param port its port as the client wrote it
     * @param database the number of its database
     * @param millis how long it may do nothing while it is to connect, to take bytes or to answer
     * @param user who to be there; null: who one is without a name
     * @param password that user's password; null: none
     */
    record Target(
            String host, String port, long database, int millis, byte @Nullable [] user, byte @Nullable [] password) {}
}
