package io.yggdrasil.resp.command.cluster;

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
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.cluster.ClusterMap.Member;
import io.yggdrasil.resp.keyspace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** CLUSTER and its subcommands, READONLY, READWRITE and ASKING. */
public final class ClusterCommands implements CommandFamily {
    private static final String TIP = "nondeterministic_output";

    private final BooleanSupplier enabled;
    private final ClusterMap map;

    /** Makes the family; while {@code enabled} is false its commands answer that cluster support is disabled. */
    public ClusterCommands(BooleanSupplier enabled, ClusterMap map) {
        this.enabled = enabled;
        this.map = map;
    }

    @Override
    public void register(CommandTable table) {
        Command.Builder cluster = Command.named("cluster")
                .arity(-2)
                .group(CommandGroup.CLUSTER)
                .since("3.0.0")
                .summary("Groups the commands on the cluster.")
                .complexity("That of the subcommand.");
        questions(cluster);
        slotQuestions(cluster);
        manual(cluster);
        table.add(cluster.sub(help()));
        table.add(connection("readonly", "Allows reads from copies in cluster mode.", LOADING, STALE)
                .handler(enabledOnly(call -> {
                    call.session().clusterReads(true);
                    call.reply().ok();
                })));
        table.add(
                connection("readwrite", "Takes READONLY back.", LOADING, STALE).handler(enabledOnly(call -> {
                    call.session().clusterReads(false);
                    call.reply().ok();
                })));
        table.add(connection("asking", "Announces a request that follows an ASK redirection.")
                .handler(enabledOnly(call -> {
                    call.session().asking();
                    call.reply().ok();
                })));
    }

    private static Command.Builder connection(String name, String summary, CommandFlag... flags) {
        return Command.named(name)
                .arity(1)
                .flags(FAST)
                .flags(flags)
                .acl(AclCategory.CONNECTION)
                .group(CommandGroup.CLUSTER)
                .since("3.0.0")
                .summary(summary);
    }

    private void questions(Command.Builder cluster) {
        cluster.sub(stale(
                                "slots",
                                2,
                                "3.0.0",
                                "Tells which node has which slots.",
                                call -> ClusterReplies.slots(map.view(), call.reply()))
                        .flags(LOADING)
                        .deprecated("7.0.0", "`CLUSTER SHARDS`")
                        .tips(TIP))
                .sub(stale(
                                "shards",
                                2,
                                "7.0.0",
                                "Tells which slots each node has.",
                                call -> ClusterReplies.shards(map.view(), call.reply()))
                        .flags(LOADING)
                        .tips(TIP))
                .sub(stale(
                                "nodes",
                                2,
                                "3.0.0",
                                "Describes every node in a line.",
                                call -> call.reply()
                                        .verbatim("txt", ClusterReplies.nodes(map.view(), call.nowMillis())))
                        .tips(TIP))
                .sub(stale(
                                "info",
                                2,
                                "3.0.0",
                                "Describes the cluster's state.",
                                call -> call.reply().verbatim("txt", ClusterReplies.info(map)))
                        .tips(TIP)
                        .complexity("O(1)"))
                .sub(stale(
                                "links",
                                2,
                                "7.0.0",
                                "Lists the links to other nodes.",
                                call -> ClusterReplies.links(map.view(), call.reply()))
                        .tips(TIP))
                .sub(stale(
                                "myid",
                                2,
                                "3.0.0",
                                "Tells this node's id.",
                                call -> call.reply().bulk(self().id()))
                        .complexity("O(1)"))
                .sub(stale(
                                "myshardid",
                                2,
                                "7.2.0",
                                "Tells the id of this node's shard.",
                                call -> call.reply().bulk(self().shard()))
                        .tips(TIP)
                        .complexity("O(1)"))
                .sub(stale(
                                "count-failure-reports",
                                3,
                                "3.0.0",
                                "Counts the nodes that believe another one to be down.",
                                call -> {
                                    member(call);
                                    call.reply().integer(0);
                                })
                        .syntax("node-id")
                        .flags(ADMIN)
                        .tips(TIP))
                .sub(replicas("replicas", "5.0.0").syntax("node-id"))
                .sub(replicas("slaves", "3.0.0").syntax("node-id").deprecated("5.0.0", "`CLUSTER REPLICAS`"));
    }

    private Command.Builder replicas(String name, String since) {
        return stale(name, 3, since, "Lists the nodes that replicate another one: none.", call -> {
                    member(call);
                    call.reply().array(0);
                })
                .flags(ADMIN)
                .tips(TIP);
    }

    private void slotQuestions(Command.Builder cluster) {
        cluster.sub(stale(
                                "keyslot",
                                3,
                                "3.0.0",
                                "Tells the slot of a key.",
                                call -> call.reply()
                                        .integer(Key.of(call.bytes(2)).slot()))
                        .syntax("key:string")
                        .complexity("O(N) where N is the key's length."))
                .sub(stale("countkeysinslot", 3, "3.0.0", "Counts this node's keys in a slot.", call -> {
                            int slot = slot(call.integer(2), "ERR Invalid slot");
                            call.reply().integer(isOwn(slot) ? call.keyspace().sizeOfSlot(slot) : 0);
                        })
                        .syntax("slot")
                        .complexity("O(N) where N is the number of keys in the slot's partition."))
                .sub(stale("getkeysinslot", 4, "3.0.0", "Lists this node's keys in a slot.", this::keysInSlot)
                        .syntax("slot count")
                        .complexity("O(N) where N is the number of keys in the slot's partition.")
                        .tips(TIP));
    }

    private void keysInSlot(Call call) {
        String error = "ERR Invalid slot or number of keys";
        long wanted = call.integer(2);
        long count = call.integer(3);
        int slot = slot(count < 0 ? -1 : wanted, error);
        List<byte[]> keys = new ArrayList<>();
        if (isOwn(slot) && count > 0) {
            call.keyspace().visitSlot(slot, (key, type) -> {
                keys.add(key);
                return keys.size() < count;
            });
        }
        call.reply().array(keys.size());
        keys.forEach(call.reply()::bulk);
    }

    private static int slot(long slot, String error) {
        if (slot < 0 || slot >= ClusterMap.SLOTS) {
            throw new RedisException(error);
        }
        return (int) slot;
    }

    private boolean isOwn(int slot) {
        ClusterMap.View view = map.view();
        return view.owners()[slot] == view.self();
    }

    /** What operators of Redis do by hand and the grid does itself. */
    private void manual(Command.Builder cluster) {
        cluster.sub(refused("addslots", -3, "3.0.0", NO_ASYNC_LOADING).syntax("slot..."))
                .sub(refused("addslotsrange", -4, "7.0.0", NO_ASYNC_LOADING)
                        .syntax("range=(start-slot:integer end-slot:integer)..."))
                .sub(refused("bumpepoch", 2, "3.0.0", NO_ASYNC_LOADING).tips(TIP))
                .sub(refused("delslots", -3, "3.0.0", NO_ASYNC_LOADING).syntax("slot..."))
                .sub(refused("delslotsrange", -4, "7.0.0", NO_ASYNC_LOADING)
                        .syntax("range=(start-slot:integer end-slot:integer)..."))
                .sub(refused("failover", -2, "3.0.0", NO_ASYNC_LOADING).syntax("options=[FORCE|TAKEOVER]"))
                .sub(refused("flushslots", 2, "3.0.0", NO_ASYNC_LOADING))
                .sub(refused("forget", 3, "3.0.0", NO_ASYNC_LOADING).syntax("node-id"))
                .sub(refused("meet", -4, "3.0.0", NO_ASYNC_LOADING).syntax("ip port [cluster-bus-port:integer]@4.0.0"))
                .sub(refused("replicate", 3, "3.0.0", NO_ASYNC_LOADING).syntax("node-id"))
                .sub(refused("reset", -2, "3.0.0", NOSCRIPT).syntax("reset-type=[HARD|SOFT]"))
                .sub(refused("saveconfig", 2, "3.0.0", NO_ASYNC_LOADING))
                .sub(refused("set-config-epoch", 3, "3.0.0", NO_ASYNC_LOADING).syntax("config-epoch:integer"))
                .sub(refused("setslot", -4, "3.0.0", NO_ASYNC_LOADING)
                        .syntax("slot subcommand=(IMPORTING importing{node-id}|MIGRATING"
                                + " migrating{node-id}|NODE node{node-id}|STABLE)"));
    }

    private Command.Builder refused(String name, int arity, String since, CommandFlag flag) {
        String error = "ERR CLUSTER " + name.toUpperCase(Locale.ROOT)
                + " is not supported: the grid itself assigns slots and manages nodes";
        return stale(name, arity, since, "Refused: the grid does this itself.", call -> {
                    throw new RedisException(error);
                })
                .flags(ADMIN, flag)
                .complexity("O(1)");
    }

    private Command.Builder stale(String name, int arity, String since, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(arity)
                .flags(STALE)
                .since(since)
                .summary(summary)
                .complexity("O(N) where N is the number of nodes.")
                .handler(enabledOnly(handler));
    }

    private CommandHandler enabledOnly(CommandHandler handler) {
        return call -> {
            if (!enabled.getAsBoolean()) {
                throw new RedisException("ERR This instance has cluster support disabled");
            }
            handler.execute(call);
        };
    }

    private Member self() {
        ClusterMap.View view = map.view();
        return view.members().get(view.self());
    }

    private void member(Call call) {
        if (map.view().find(call.text(2)) == null) {
            throw new RedisException("ERR Unknown node " + call.text(2));
        }
    }

    private Command.Builder help() {
        Help help = new Help(
                "CLUSTER",
                "COUNTKEYSINSLOT <slot>",
                "    Count this node's keys in a slot.",
                "GETKEYSINSLOT <slot> <count>",
                "    List this node's keys in a slot.",
                "INFO",
                "    Describe the cluster's state.",
                "KEYSLOT <key>",
                "    Tell the slot of a key.",
                "LINKS",
                "    List the links to other nodes.",
                "MYID",
                "    Tell this node's id.",
                "MYSHARDID",
                "    Tell the id of this node's shard.",
                "NODES",
                "    Describe every node in a line: id, address, flags, epoch and slots.",
                "REPLICAS <node-id>",
                "    List the nodes that replicate another one.",
                "SHARDS",
                "    Tell which slots each node has.",
                "SLOTS",
                "    Tell which node has which slots.");
        return help.declare().since("5.0.0").handler(enabledOnly(help));
    }
}
