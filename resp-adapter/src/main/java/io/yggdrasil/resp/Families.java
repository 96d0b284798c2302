package io.yggdrasil.resp;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.command.bitmap.BitmapCommands;
import io.yggdrasil.resp.command.cluster.ClusterCommands;
import io.yggdrasil.resp.command.cluster.ClusterMap;
import io.yggdrasil.resp.command.connection.ClientCommands;
import io.yggdrasil.resp.command.connection.ConnectionCommands;
import io.yggdrasil.resp.command.connection.Handshake;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.generic.KeyMigration;
import io.yggdrasil.resp.command.geo.GeoCommands;
import io.yggdrasil.resp.command.hash.HashCommands;
import io.yggdrasil.resp.command.hyperloglog.HyperLogLogCommands;
import io.yggdrasil.resp.command.list.ListCommands;
import io.yggdrasil.resp.command.pubsub.PubSubCommands;
import io.yggdrasil.resp.command.script.EvalCommands;
import io.yggdrasil.resp.command.script.FunctionCallCommands;
import io.yggdrasil.resp.command.script.FunctionCommands;
import io.yggdrasil.resp.command.script.ScriptCommands;
import io.yggdrasil.resp.command.server.AclCommands;
import io.yggdrasil.resp.command.server.CommandCommands;
import io.yggdrasil.resp.command.server.ConfigCommands;
import io.yggdrasil.resp.command.server.DebugCommands;
import io.yggdrasil.resp.command.server.DebugSleep;
import io.yggdrasil.resp.command.server.InfoCommand;
import io.yggdrasil.resp.command.server.LatencyCommands;
import io.yggdrasil.resp.command.server.LifecycleCommands;
import io.yggdrasil.resp.command.server.MemoryCommands;
import io.yggdrasil.resp.command.server.ReplicationCommands;
import io.yggdrasil.resp.command.server.ServerFacts;
import io.yggdrasil.resp.command.server.SlowlogCommands;
import io.yggdrasil.resp.command.server.SundryCommands;
import io.yggdrasil.resp.command.set.SetCommands;
import io.yggdrasil.resp.command.sortedset.SortedSetCommands;
import io.yggdrasil.resp.command.stream.StreamCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.command.tier.TierCommands;
import io.yggdrasil.resp.command.transaction.TransactionCommands;
import io.yggdrasil.resp.state.ServerState;
import java.util.List;

/** Every family of commands that a server has. A feature adds its family here. */
public final class Families {
    private Families() {}

    /** Fills the state's table with all commands and returns it. */
    public static CommandTable register(ServerState state, ClusterMap cluster, KeyMigration migration) {
        all(state, cluster, migration).forEach(state.table()::add);
        return state.table();
    }

    private static List<CommandFamily> all(ServerState state, ClusterMap cluster, KeyMigration migration) {
        StringLimit limit = new StringLimit(() -> state.parameters().number("proto-max-bulk-len"));
        return List.of(
                new StringCommands(limit),
                new BitmapCommands(limit),
                new HashCommands(),
                new ListCommands(),
                new SetCommands(),
                new SortedSetCommands(),
                new GeoCommands(),
                new StreamCommands(name -> state.parameters().number(name)),
                new HyperLogLogCommands(() -> (int) state.parameters().number("hll-sparse-max-bytes")),
                new GenericCommands(
                        () -> state.parameters().isOn("cluster-enabled"),
                        limit,
                        name -> state.parameters().number(name),
                        state.tracking()::allChanged,
                        call -> state.users().readsAllKeys(call.session(), call.command(), call.request()),
                        migration),
                new ClusterCommands(() -> state.parameters().isOn("cluster-enabled"), cluster),
                new TransactionCommands(),
                new EvalCommands(state.scripts(), () -> state.parameters().isOn("cluster-enabled")),
                new ScriptCommands(state.scripts()),
                new ConnectionCommands(
                        state.users(), state.monitors(), state.pubsub(), state.tracking(), handshake(state)),
                new PubSubCommands(state.pubsub()),
                new ClientCommands(
                        state.clients(),
                        state.gate(),
                        state.tracking(),
                        user -> state.users().current().find(user) != null),
                new CommandCommands(state.table()),
                new ConfigCommands(state.facts()),
                new InfoCommand(state.facts()),
                new SlowlogCommands(state.slowLog()),
                new LatencyCommands(state.facts(), state.latencies()),
                new MemoryCommands(state.facts()),
                new LifecycleCommands(state.facts()),
                new ReplicationCommands(state.facts()),
                new DebugCommands(
                        state.facts(),
                        new DebugSleep(state.timer(), state.slowLog(), state.latencies()),
                        state::allowActiveExpiry),
                new AclCommands(state.table(), state.users(), state.parameters()),
                new FunctionCommands(state.scripts()),
                new FunctionCallCommands(
                        state.scripts(), () -> state.parameters().isOn("cluster-enabled")),
                new TierCommands(),
                new SundryCommands(state.monitors()));
    }

    private static Handshake handshake(ServerState state) {
        return new Handshake(
                state.users(), ServerFacts.REDIS_VERSION, state.parameters().isOn("cluster-enabled"));
    }
}
