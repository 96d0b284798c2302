package io.yggdrasil.resp.command.script;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.script.ScriptEngine;
import io.yggdrasil.resp.script.ScriptFlag;
import io.yggdrasil.resp.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What EVAL and FCALL have in common: {@code name numkeys key... argument...}, and whether they may run. */
final class ScriptCalls {
    static final int FIRST_KEY = 3;

    private final BooleanSupplier clusterMode;

    ScriptCalls(BooleanSupplier clusterMode) {
        this.clusterMode = clusterMode;
    }

    /** The number of keys; {@code notInteger} is the error when it is no number, null for the usual. */
    static int keyCount(Call call, @Nullable String notInteger) {
        long count = call.integer(2, notInteger);
        if (count > call.count() - FIRST_KEY) {
            throw new RedisException("ERR Number of keys can't be greater than number of args");
        }
        if (count < 0) {
            throw new RedisException("ERR Number of keys can't be negative");
        }
        return (int) count;
    }

    /** Refuses what its flags say may not run here and now. */
    void check(Call call, Set<ScriptFlag> flags, boolean readOnly) {
        if (flags.contains(ScriptFlag.NO_CLUSTER) && clusterMode.getAsBoolean()) {
            throw new RedisException("ERR Can not run script on cluster, 'no-cluster' flag is set.");
        }
        boolean writes = !flags.contains(ScriptFlag.NO_WRITES);
        if (readOnly && writes) {
            throw new RedisException("ERR Can not execute a script with write flag using *_ro command.");
        }
        if (writes && call.nested().isShortOfCopies()) {
            throw new RedisException("NOREPLICAS Not enough good replicas to write.");
        }
        if (writes && !flags.contains(ScriptFlag.ALLOW_OOM) && call.nested().isMemoryFull()) {
            throw new RedisException(
                    "OOM allow-oom flag is not set on the script, " + "can not run it when used memory > 'maxmemory'");
        }
    }

    /** What runs a script that may do so much, for the client of the call. */
    static ScriptEngine.Run run(Call call, int keys, NestedClient.Rights rights) {
        Session own =
                new Session(call.session().id(), new ScriptLink(call.session().link()), call.nowMillis());
        own.database(call.session().database());
        own.identify(call.session().user(), call.session().isAuthenticated());
        own.unlimited(call.session().isUnlimited());
        NestedClient client = new NestedClient(own, rights);
        return new ScriptEngine.Run(
                client,
                new CallHost(call.nested(), client),
                call.request(),
                arguments(call, FIRST_KEY, FIRST_KEY + keys),
                arguments(call, FIRST_KEY + keys, call.count()));
    }

    private static List<byte[]> arguments(Call call, int from, int to) {
        List<byte[]> all = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            all.add(call.bytes(i));
        }
        return all;
    }
}
