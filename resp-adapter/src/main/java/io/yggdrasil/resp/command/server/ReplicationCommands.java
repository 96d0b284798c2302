package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.ALLOW_BUSY;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.NO_ASYNC_LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NO_MULTI;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.server.Replication.Link;
import io.yggdrasil.resp.command.server.Replication.Master;
import io.yggdrasil.resp.command.server.Replication.State;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * ROLE, REPLICAOF, SLAVEOF, FAILOVER, and what Redis replicas send. The grid may be the replica of a Redis server; it has
 * no replicas itself, as its copies are the grid's business.
 */
public final class ReplicationCommands implements CommandFamily {
    private static final int PORT_MAX = 65_535;

    private final ServerFacts facts;

    /** Makes the family. */
    public ReplicationCommands(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("role")
                .arity(1)
                .flags(NOSCRIPT, LOADING, STALE, FAST)
                .acl(AclCategory.ADMIN, AclCategory.DANGEROUS)
                .group(CommandGroup.SERVER)
                .since("2.8.12")
                .summary("Tells whether this is a master or whose replica.")
                .handler(this::role));
        table.add(replicaOf("replicaof")
                .syntax("args=(host-port=(host port)|no-one=(NO ONE))")
                .since("5.0.0"));
        table.add(replicaOf("slaveof")
                .syntax("args=(host-port=(host port)|no-one=(NO ONE))")
                .deprecated("5.0.0", "`REPLICAOF`"));
        table.add(refused("psync", -3).syntax("replicationid offset:integer").since("2.8.0"));
        table.add(refused("sync", 1).since("1.0.0"));
        table.add(Command.named("replconf")
                .arity(-1)
                .flags(ADMIN, NOSCRIPT, LOADING, STALE, ALLOW_BUSY)
                .internal()
                .group(CommandGroup.SERVER)
                .since("3.0.0")
                .summary("Refused: what a Redis replica tells its master.")
                .handler(ReplicationCommands::refuseReplica));
        table.add(Command.named("failover")
                .arity(-1)
                .syntax("[target=TO (host port [FORCE])] [ABORT] [TIMEOUT milliseconds]")
                .flags(ADMIN, NOSCRIPT, STALE)
                .group(CommandGroup.SERVER)
                .since("6.2.0")
                .summary("Refused: there are no replicas to hand over to.")
                .handler(this::failover));
    }

    private static Command.Builder refused(String name, int arity) {
        return Command.named(name)
                .arity(arity)
                .flags(NO_ASYNC_LOADING, ADMIN, NO_MULTI, NOSCRIPT)
                .group(CommandGroup.SERVER)
                .summary("Refused: there are no Redis replicas.")
                .handler(ReplicationCommands::refuseReplica);
    }

    private Command.Builder replicaOf(String name) {
        return Command.named(name)
                .arity(3)
                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
                .group(CommandGroup.SERVER)
                .summary("Makes the grid the replica of a Redis server, or nobody's.")
                .handler(this::replicaOf);
    }

    private void role(Call call) {
        Replication replication = facts.host().replication();
        Master master = replication.master();
        if (master == null) {
            call.reply().array(3);
            call.reply().bulk("master");
            call.reply().integer(0);
            call.reply().array(0);
            return;
        }
        Link link = replication.link();
        call.reply().array(5);
        call.reply().bulk("slave");
        call.reply().bulk(master.host());
        call.reply().integer(master.port());
        call.reply().bulk(link.state().word());
        call.reply().integer(link.state() == State.UP ? link.offset() : -1);
    }

    private void replicaOf(Call call) {
        if (facts.parameters().isOn("cluster-enabled")) {
            throw new RedisException("ERR REPLICAOF not allowed in cluster mode.");
        }
        Replication replication = facts.host().replication();
        if (call.is(1, "NO") && call.is(2, "ONE")) {
            endFollowing(call, replication);
            return;
        }
        long port = call.integer(2, "ERR Invalid master port");
        if (port < 0 || port > PORT_MAX) {
            throw new RedisException("ERR Invalid master port");
        }
        Master wanted = new Master(call.text(1), (int) port);
        Master master = replication.master();
        if (master != null
                && master.port() == wanted.port()
                && master.host().equalsIgnoreCase(wanted.host())
                && isAlive(replication.link())) {
            call.reply().simple("OK Already connected to specified master");
            return;
        }
        replication.follow(wanted, answer(call));
    }

    private static void endFollowing(Call call, Replication replication) {
        if (replication.master() == null) {
            call.reply().ok();
        } else {
            replication.endFollowing(answer(call));
        }
    }

    /** A link that has stopped, or whose node is gone, is begun anew. */
    private static boolean isAlive(Link link) {
        return link.state() != State.STOPPED
                && link.state() != State.ENDING
                && (link.isHere() || link.problem().isEmpty());
    }

    private static Consumer<@Nullable String> answer(Call call) {
        if (!call.canDefer()) {
            throw new RedisException("ERR REPLICAOF is not possible inside of a transaction");
        }
        DeferredReply later = call.defer();
        return error -> later.complete(reply -> {
            if (error != null) {
                throw new RedisException("ERR " + error);
            }
            reply.ok();
        });
    }

    private static void refuseReplica(Call call) {
        throw new RedisException("ERR " + call.text(0).toUpperCase(Locale.ROOT)
                + " is not supported: this server has no Redis replicas; copies are the grid's backups");
    }

    private void failover(Call call) {
        if (facts.parameters().isOn("cluster-enabled")) {
            throw new RedisException("ERR FAILOVER not allowed in cluster mode. Use CLUSTER FAILOVER command instead.");
        }
        if (call.count() == 2 && call.is(1, "ABORT")) {
            throw new RedisException("ERR No failover in progress.");
        }
        for (int i = 1; i < call.count(); i++) {
            int more = call.count() - 1 - i;
            if (call.is(i, "TIMEOUT") && more >= 1) {
                i++;
                if (call.integer(i) <= 0) {
                    throw new RedisException("ERR FAILOVER timeout must be greater than 0");
                }
            } else if (call.is(i, "TO") && more >= 2) {
                call.integer(i + 2);
                i += 2;
            } else if (!call.is(i, "FORCE")) {
                throw Errors.syntax();
            }
        }
        throw new RedisException("ERR FAILOVER requires connected replicas.");
    }
}
