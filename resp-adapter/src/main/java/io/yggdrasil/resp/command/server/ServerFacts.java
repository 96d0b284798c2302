package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.script.ScriptEngine;
import io.yggdrasil.resp.stats.Rates;
import io.yggdrasil.resp.stats.Statistics;
import io.yggdrasil.resp.tracking.TrackingTable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of itself.
 *
 * @param runId 40 hexadecimal digits, new with every start
 * @param startMillis when it started, in milliseconds since 1970
 * @param parameters its parameters
 * @param table its commands
 * @param clients its clients
 * @param pubsub what they are subscribed to
 * @param tracking what they have read and cache
 * @param statistics what it counted
 * @param rates what it counted lately
 * @param users its users, and what they were refused
 * @param host the process and the grid
 */
public record ServerFacts(
        String runId,
        long startMillis,
        Parameters parameters,
        CommandTable table,
        ClientRegistry clients,
        PubSub pubsub,
        TrackingTable tracking,
        Statistics statistics,
        Rates rates,
        Users users,
        Host host,
        ScriptEngine scripts) {
    /** The version of Redis whose behaviour this server has. */
    public static final String REDIS_VERSION = "7.2.6";

    /** As {@link Host#save}, and remembers which changes were saved. */
    boolean save(Consumer<@Nullable String> whenDone) {
        long changes = statistics.changes();
        return host.save(error -> {
            if (error == null) {
                statistics.onSaved(changes);
            }
            whenDone.accept(error);
        });
    }
}
