package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.NO_ASYNC_LOADING;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;

/** ROLE, REPLICAOF, SLAVEOF and FAILOVER: every node is a master, and its copies are the grid's business. */
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
                .summary("Tells that this is a master.")
                .handler(ReplicationCommands::role));
        table.add(replicaOf("replicaof")
                .syntax("args=(host-port=(host port)|no-one=(NO ONE))")
                .since("5.0.0"));
        table.add(replicaOf("slaveof")
                .syntax("args=(host-port=(host port)|no-one=(NO ONE))")
                .deprecated("5.0.0", "`REPLICAOF`"));
        table.add(Command.named("failover")
                .arity(-1)
                .syntax("[target=TO (host port [FORCE])] [ABORT] [TIMEOUT milliseconds]")
                .flags(ADMIN, NOSCRIPT, STALE)
                .group(CommandGroup.SERVER)
                .since("6.2.0")
                .summary("Refused: there are no replicas to hand over to.")
                .handler(this::failover));
    }

    private Command.Builder replicaOf(String name) {
        return Command.named(name)
                .arity(3)
                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, STALE)
                .group(CommandGroup.SERVER)
                .summary("Takes NO ONE; refuses to become a replica.")
                .handler(this::replicaOf);
    }

    private static void role(Call call) {
        call.reply().array(3);
        call.reply().bulk("master");
        call.reply().integer(0);
        call.reply().array(0);
    }

    private void replicaOf(Call call) {
        if (facts.parameters().isOn("cluster-enabled")) {
            throw new RedisException("ERR REPLICAOF not allowed in cluster mode.");
        }
        if (!call.is(1, "NO") || !call.is(2, "ONE")) {
            long port = call.integer(2, "ERR Invalid master port");
            if (port < 0 || port > PORT_MAX) {
                throw new RedisException("ERR Invalid master port");
            }
            throw new RedisException(
                    "ERR REPLICAOF is not supported: copies are the grid's backups; nodes join with --join");
        }
        call.reply().ok();
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
