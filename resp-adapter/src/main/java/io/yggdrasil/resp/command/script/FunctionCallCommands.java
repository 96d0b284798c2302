package io.yggdrasil.resp.command.script;

import static io.yggdrasil.resp.command.CommandFlag.MAY_REPLICATE;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.NO_MANDATORY_KEYS;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.SCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.SKIP_MONITOR;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.ScriptHabit;
import io.yggdrasil.resp.script.FunctionLibraries;
import io.yggdrasil.resp.script.LibraryFunction;
import io.yggdrasil.resp.script.ScriptEngine;
import io.yggdrasil.resp.script.ScriptFlag;
import io.yggdrasil.resp.wire.Request;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The commands that call functions. */
public final class FunctionCallCommands implements CommandFamily {
    private final ScriptEngine engine;
    private final ScriptCalls calls;

    /** Makes the family; {@code clusterMode} tells whether clients are redirected to the owners of keys. */
    public FunctionCallCommands(ScriptEngine engine, BooleanSupplier clusterMode) {
        this.engine = engine;
        this.calls = new ScriptCalls(clusterMode);
    }

    @Override
    public void register(CommandTable table) {
        table.add(named("fcall", "Calls a function.")
                .flags(MAY_REPLICATE)
                .sparing(this::isKnownToSpare)
                .keys(KeySpec.counted(2, KeySpec.Flag.RW, KeySpec.Flag.ACCESS, KeySpec.Flag.UPDATE))
                .handler(call -> run(call, false)));
        table.add(named("fcall_ro", "Calls a function that only reads.")
                .flags(READONLY)
                .keys(KeySpec.counted(2, KeySpec.Flag.RO, KeySpec.Flag.ACCESS))
                .handler(call -> run(call, true)));
    }

    private Command.Builder named(String name, String summary) {
        return Command.named(name)
                .arity(-3)
                .syntax("function numkeys:integer [key#0...] [arg...]")
                .group(CommandGroup.SCRIPTING)
                .since("7.0.0")
                .habits(this::habit)
                .flags(NOSCRIPT, SKIP_MONITOR, STALE, NO_MANDATORY_KEYS, SLOW_PATH, SCRIPT)
                .complexity("Depends on the function.")
                .summary(summary);
    }

    private @Nullable ScriptHabit habit(Request request) {
        FunctionLibraries.Entry entry = engine.functions().recall(request.text(1));
        return entry == null ? null : entry.habit();
    }

    private boolean isKnownToSpare(Request request) {
        FunctionLibraries.Entry entry = engine.functions().recall(request.text(1));
        return entry != null && entry.function().has(ScriptFlag.NO_WRITES);
    }

    private void run(Call call, boolean readOnly) {
        FunctionLibraries.Entry entry = engine.functions().find(call.token(1));
        if (entry == null) {
            throw new RedisException("ERR Function not found");
        }
        int keys = ScriptCalls.keyCount(call, "ERR Bad number of keys provided");
        LibraryFunction function = entry.function();
        calls.check(call, function.flags(), readOnly);
        NestedClient.Rights rights = new NestedClient.Rights(
                readOnly || function.has(ScriptFlag.NO_WRITES),
                function.has(ScriptFlag.ALLOW_OOM),
                function.has(ScriptFlag.ALLOW_CROSS_SLOT_KEYS));
        int mark = call.reply().size();
        engine.run(entry, ScriptCalls.run(call, keys, rights), call.reply());
        if (call.reply().array()[mark] == '-') {
            call.failed();
        }
    }
}
