package io.yggdrasil.resp.command.script;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.MAY_REPLICATE;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.NO_MANDATORY_KEYS;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.SCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.SKIP_MONITOR;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.STALE;
import static io.yggdrasil.resp.command.CommandFlag.UNLOCKED;
import static io.yggdrasil.resp.command.CommandFlag.WHOLE_KEYSPACE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.ScriptHabit;
import io.yggdrasil.resp.script.Script;
import io.yggdrasil.resp.script.ScriptEngine;
import io.yggdrasil.resp.script.ScriptFlag;
import io.yggdrasil.resp.wire.Request;
import java.util.Collections;
import java.util.EnumSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The commands that run scripts. */
public final class EvalCommands implements CommandFamily {
    private static final int SHA_CHARS = 40;

    private final ScriptEngine engine;
    private final ScriptCalls calls;

    /** Makes the family; {@code clusterMode} tells whether clients are redirected to the owners of keys. */
    public EvalCommands(ScriptEngine engine, BooleanSupplier clusterMode) {
        this.engine = engine;
        this.calls = new ScriptCalls(clusterMode);
    }

    @Override
    public void register(CommandTable table) {
        engine.quickCommands(name -> isQuick(table.find(name)));
        table.add(writing("eval", "script", "Runs a script.")
                .habits(request -> habitOf(byBody(request)))
                .sparing(request -> Script.declaresNoWrites(request.bytes(1)))
                .handler(call -> run(call, loaded(call), false)));
        table.add(writing("evalsha", "sha1", "Runs a script that is known by its SHA-1.")
                .habits(request -> habitOf(bySha(request)))
                .sparing(this::isKnownToSpare)
                .handler(call -> run(call, known(call), false)));
        table.add(reading("eval_ro", "script", "Runs a script that only reads.")
                .habits(request -> habitOf(byBody(request)))
                .handler(call -> run(call, loaded(call), true)));
        table.add(reading("evalsha_ro", "sha1", "Runs a script that only reads and is known by its SHA-1.")
                .habits(request -> habitOf(bySha(request)))
                .handler(call -> run(call, known(call), true)));
    }

    /** Whether an event loop may run the command for a script: it would for a client. */
    private static boolean isQuick(@Nullable Command command) {
        return command != null
                && command.subcommands().isEmpty()
                && Collections.disjoint(command.flags(), EnumSet.of(SLOW_PATH, UNLOCKED, WHOLE_KEYSPACE, ADMIN));
    }

    private static @Nullable ScriptHabit habitOf(@Nullable Script script) {
        return script == null ? null : script.habit();
    }

    private @Nullable Script byBody(Request request) {
        return engine.find(request.buffer(), request.offset(1), request.length(1));
    }

    private @Nullable Script bySha(Request request) {
        return request.length(1) == SHA_CHARS ? engine.find(request.text(1)) : null;
    }

    private boolean isKnownToSpare(Request request) {
        Script script = bySha(request);
        return script != null && script.has(ScriptFlag.NO_WRITES);
    }

    private static Command.Builder writing(String name, String first, String summary) {
        return named(name, first, summary)
                .flags(MAY_REPLICATE)
                .since("2.6.0")
                .keys(KeySpec.counted(2, KeySpec.Flag.RW, KeySpec.Flag.ACCESS, KeySpec.Flag.UPDATE));
    }

    private static Command.Builder reading(String name, String first, String summary) {
        return named(name, first, summary)
                .flags(READONLY)
                .since("7.0.0")
                .keys(KeySpec.counted(2, KeySpec.Flag.RO, KeySpec.Flag.ACCESS));
    }

    private static Command.Builder named(String name, String first, String summary) {
        return Command.named(name)
                .arity(-3)
                .syntax(first + " numkeys:integer [key#0...] [arg...]")
                .group(CommandGroup.SCRIPTING)
                .flags(NOSCRIPT, SKIP_MONITOR, STALE, NO_MANDATORY_KEYS, SLOW_PATH, SCRIPT)
                .complexity("Depends on the script.")
                .summary(summary);
    }

    private Script loaded(Call call) {
        ScriptCalls.keyCount(call, null);
        Request request = call.request();
        return engine.evaluate(request.buffer(), request.offset(1), request.length(1));
    }

    private Script known(Call call) {
        ScriptCalls.keyCount(call, null);
        Script script = bySha(call.request());
        if (script == null) {
            throw new RedisException("NOSCRIPT No matching script. Please use EVAL.");
        }
        return script;
    }

    private void run(Call call, Script script, boolean readOnly) {
        if (script.declaresFlags()) {
            calls.check(call, script.flags(), readOnly);
        }
        NestedClient.Rights rights = new NestedClient.Rights(
                readOnly || script.has(ScriptFlag.NO_WRITES),
                script.has(ScriptFlag.ALLOW_OOM),
                !script.declaresFlags() || script.has(ScriptFlag.ALLOW_CROSS_SLOT_KEYS));
        int mark = call.reply().size();
        engine.run(script, ScriptCalls.run(call, ScriptCalls.keyCount(call, null), rights), call.reply());
        if (call.reply().array()[mark] == '-') {
            call.failed();
        }
    }
}
