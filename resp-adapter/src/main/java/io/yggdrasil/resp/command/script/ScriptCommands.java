package io.yggdrasil.resp.command.script;

import static io.yggdrasil.resp.command.CommandFlag.ALLOW_BUSY;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.STALE;
import static io.yggdrasil.resp.command.CommandFlag.UNLOCKED;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.script.RunningScripts;
import io.yggdrasil.resp.script.ScriptEngine;
import io.yggdrasil.resp.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** SCRIPT: the scripts that are known, and the one that runs. */
public final class ScriptCommands implements CommandFamily {
    private static final Help HELP = new Help(
            "script",
            "DEBUG (YES|SYNC|NO)",
            "    Switches the debugger off; there is none to switch on.",
            "EXISTS <sha1> [<sha1> ...]",
            "    Which of the scripts are known.",
            "FLUSH [ASYNC|SYNC]",
            "    Forgets all scripts.",
            "KILL",
            "    Ends the running script, unless it has written.",
            "LOAD <script>",
            "    Makes a script known without running it.");

    private final ScriptEngine engine;

    /** Makes the family. */
    public ScriptCommands(ScriptEngine engine) {
        this.engine = engine;
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("script")
                .arity(-2)
                .group(CommandGroup.SCRIPTING)
                .since("2.6.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on scripts.")
                .sub(sub("debug", 3, "3.2.0", "Sets the mode of the debugger.")
                        .syntax("mode=(YES|SYNC|NO)")
                        .handler(ScriptCommands::debug))
                .sub(sub("exists", -3, "2.6.0", "Tells which scripts are known.")
                        .syntax("sha1...")
                        .tips("request_policy:all_shards", "response_policy:agg_logical_and")
                        .complexity("O(N) where N is the number of scripts asked for.")
                        .handler(this::exists))
                .sub(sub("flush", -2, "2.6.0", "Forgets all scripts.")
                        .syntax("flush-type=[ASYNC|SYNC]@6.2.0")
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                        .complexity("O(N) where N is the number of scripts.")
                        .flags(SLOW_PATH, UNLOCKED)
                        .handler(this::flush))
                .sub(sub("kill", 2, "2.6.0", "Ends the running script.")
                        .flags(ALLOW_BUSY)
                        .tips("request_policy:all_shards", "response_policy:one_succeeded")
                        .handler(this::kill))
                .sub(sub("load", 3, "2.6.0", "Makes a script known.")
                        .syntax("script")
                        .flags(STALE, SLOW_PATH, UNLOCKED)
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                        .complexity("O(N) where N is the length of the script.")
                        .handler(call ->
                                call.reply().bulk(engine.load(call.bytes(2)).sha())))
                .sub(HELP.declare().acl(AclCategory.SCRIPTING).since("5.0.0")));
    }

    private static Command.Builder sub(String name, int arity, String since, String summary) {
        return Command.named(name)
                .arity(arity)
                .flags(NOSCRIPT)
                .acl(AclCategory.SCRIPTING)
                .since(since)
                .summary(summary);
    }

    private static void debug(Call call) {
        if (call.is(2, "NO")) {
            call.reply().ok();
        } else if (call.is(2, "YES") || call.is(2, "SYNC")) {
            throw new RedisException("ERR there is no debugger of scripts in this server");
        } else {
            throw new RedisException("ERR Use SCRIPT DEBUG YES/SYNC/NO");
        }
    }

    private void exists(Call call) {
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            call.reply().integer(engine.find(call.token(i)) != null);
        }
    }

    private void flush(Call call) {
        if (call.count() > 3 || call.count() == 3 && !call.is(2, "SYNC") && !call.is(2, "ASYNC")) {
            throw new RedisException("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
        }
        engine.flush();
        call.reply().ok();
    }

    private void kill(Call call) {
        kill(call, engine.running(), false);
    }

    /** Ends the script, or the function, that runs on any node; on this one, where the client cannot wait for others. */
    static void kill(Call call, RunningScripts running, boolean function) {
        if (!call.canDefer()) {
            running.killHere(function);
            call.reply().ok();
            return;
        }
        DeferredReply later = call.defer();
        running.kill(function, error -> later.complete(reply -> answer(reply, error)));
    }

    private static void answer(ReplyWriter reply, @Nullable String error) {
        if (error != null) {
            throw new RedisException(error);
        }
        reply.ok();
    }
}
