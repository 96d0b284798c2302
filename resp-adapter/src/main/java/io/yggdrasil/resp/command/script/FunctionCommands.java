package io.yggdrasil.resp.command.script;

import static io.yggdrasil.resp.command.CommandFlag.ALLOW_BUSY;
import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.UNLOCKED;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.rdb.DumpPayload;
import io.yggdrasil.resp.rdb.FunctionsPayload;
import io.yggdrasil.resp.rdb.RdbFormatException;
import io.yggdrasil.resp.script.FunctionLibraries;
import io.yggdrasil.resp.script.Functions;
import io.yggdrasil.resp.script.LibraryFunction;
import io.yggdrasil.resp.script.RunningScript;
import io.yggdrasil.resp.script.ScriptEngine;
import io.yggdrasil.resp.script.ScriptFlag;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** FUNCTION: the libraries of functions, and the function that runs. */
public final class FunctionCommands implements CommandFamily {
    private static final Help HELP = new Help(
            "function",
            "DELETE <library>",
            "    Removes a library with its functions.",
            "DUMP",
            "    All libraries as one value, for FUNCTION RESTORE.",
            "FLUSH [ASYNC|SYNC]",
            "    Removes all libraries.",
            "KILL",
            "    Ends the running function, unless it has written.",
            "LIST [LIBRARYNAME <pattern>] [WITHCODE]",
            "    The libraries and their functions.",
            "LOAD [REPLACE] <code>",
            "    Adds a library, on all nodes.",
            "RESTORE <value> [FLUSH|APPEND|REPLACE]",
            "    Adds the libraries of a dump, all or none.",
            "STATS",
            "    The function that runs on this node, and how many there are.");

    private final ScriptEngine engine;

    /** Makes the family. */
    public FunctionCommands(ScriptEngine engine) {
        this.engine = engine;
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("function")
                .arity(-2)
                .group(CommandGroup.SCRIPTING)
                .since("7.0.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on functions.")
                .sub(changing("delete", 3, "Removes a library.")
                        .syntax("library-name")
                        .handler(this::delete))
                .sub(sub("dump", 2, "Answers all libraries as one value.").handler(this::dump))
                .sub(changing("flush", -2, "Removes all libraries.")
                        .syntax("flush-type=[ASYNC|SYNC]")
                        .handler(this::flush))
                .sub(sub("kill", 2, "Ends the running function.")
                        .flags(ALLOW_BUSY)
                        .tips("request_policy:all_shards", "response_policy:one_succeeded")
                        .handler(call -> ScriptCommands.kill(call, engine.running(), true)))
                .sub(sub("list", -2, "Lists the libraries and their functions.")
                        .syntax("[LIBRARYNAME library-name-pattern] [WITHCODE]")
                        .tips("nondeterministic_output_order")
                        .flags(SLOW_PATH)
                        .handler(this::list))
                .sub(changing("load", -3, "Adds a library.")
                        .flags(DENYOOM)
                        .syntax("[REPLACE] function-code")
                        .handler(this::load))
                .sub(changing("restore", -3, "Adds the libraries of a dump.")
                        .flags(DENYOOM)
                        .syntax("serialized-value policy=[FLUSH|APPEND|REPLACE]")
                        .handler(this::restore))
                .sub(sub("stats", 2, "Tells which function runs and how many there are.")
                        .flags(ALLOW_BUSY)
                        .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                        .handler(this::stats))
                .sub(HELP.declare().acl(AclCategory.SCRIPTING).since("7.0.0")));
    }

    private static Command.Builder sub(String name, int arity, String summary) {
        return Command.named(name)
                .arity(arity)
                .flags(NOSCRIPT)
                .acl(AclCategory.SCRIPTING)
                .since("7.0.0")
                .complexity("O(N) where N is the number of functions.")
                .summary(summary);
    }

    private static Command.Builder changing(String name, int arity, String summary) {
        return sub(name, arity, summary)
                .flags(WRITE, SLOW_PATH, UNLOCKED)
                .tips("request_policy:all_shards", "response_policy:all_succeeded");
    }

    private void load(Call call) {
        boolean replace = false;
        for (int i = 2; i < call.count() - 1; i++) {
            if (!call.is(i, "REPLACE")) {
                throw new RedisException("ERR Unknown option given: " + call.text(i));
            }
            replace = true;
        }
        if (call.count() == 3 && call.is(2, "REPLACE")) {
            // So Redis reads it: the last argument is the code.
            replace = false;
        }
        call.reply().bulk(latin(engine.functions().load(call.bytes(call.count() - 1), replace)));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void delete(Call call) {
        engine.functions().delete(call.token(2));
        call.reply().ok();
    }

    private void flush(Call call) {
        if (call.count() > 3) {
            throw wrongArguments(call);
        }
        if (call.count() == 3 && !call.is(2, "ASYNC") && !call.is(2, "SYNC")) {
            throw new RedisException("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        }
        engine.functions().flush();
        call.reply().ok();
    }

    private static RedisException wrongArguments(Call call) {
        return new RedisException(
                "ERR unknown subcommand or wrong number of arguments for '" + call.text(1) + "'. Try FUNCTION HELP.");
    }

    private void dump(Call call) {
        call.reply().bulk(engine.functions().current().dump());
    }

    private void restore(Call call) {
        if (call.count() > 4) {
            throw wrongArguments(call);
        }
        Functions.Policy policy = call.count() == 4 ? policy(call.text(3)) : Functions.Policy.APPEND;
        byte[] payload = call.bytes(2);
        if (!DumpPayload.isSound(payload)) {
            throw new RedisException("ERR DUMP payload version or checksum are wrong");
        }
        List<byte[]> codes;
        try {
            codes = FunctionsPayload.unseal(payload);
        } catch (RdbFormatException e) {
            throw new RedisException("ERR " + e.getMessage());
        }
        engine.functions().restore(codes, policy);
        call.reply().ok();
    }

    private static Functions.Policy policy(String name) {
        try {
            return Functions.Policy.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new RedisException(
                    "ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
        }
    }

    private void list(Call call) {
        boolean withCode = false;
        Glob pattern = null;
        for (int i = 2; i < call.count(); i++) {
            if (!withCode && call.is(i, "WITHCODE")) {
                withCode = true;
            } else if (pattern == null && call.is(i, "LIBRARYNAME")) {
                if (++i == call.count()) {
                    throw new RedisException("ERR library name argument was not given");
                }
                pattern = new Glob(call.bytes(i), true);
            } else {
                throw new RedisException("ERR Unknown argument " + call.text(i));
            }
        }
        List<FunctionLibraries.Loaded> found = matching(pattern);
        call.reply().array(found.size());
        for (FunctionLibraries.Loaded library : found) {
            write(library, withCode, call.reply());
        }
    }

    private List<FunctionLibraries.Loaded> matching(@Nullable Glob pattern) {
        List<FunctionLibraries.Loaded> found = new ArrayList<>();
        for (FunctionLibraries.Loaded library :
                engine.functions().current().libraries().values()) {
            if (pattern == null || pattern.matches(latin(library.library().name()))) {
                found.add(library);
            }
        }
        return found;
    }

    private static void write(FunctionLibraries.Loaded library, boolean withCode, ReplyWriter reply) {
        reply.map(withCode ? 4 : 3);
        reply.bulk("library_name");
        reply.bulk(library.library().name());
        reply.bulk("engine");
        reply.bulk("LUA");
        reply.bulk("functions");
        reply.array(library.functions().size());
        for (LibraryFunction function : library.functions()) {
            write(function, reply);
        }
        if (withCode) {
            reply.bulk("library_code");
            reply.bulk(library.library().code());
        }
    }

    private static void write(LibraryFunction function, ReplyWriter reply) {
        reply.map(3);
        reply.bulk("name");
        reply.bulk(function.name());
        reply.bulk("description");
        String description = function.description();
        if (description == null) {
            reply.nullBulk();
        } else {
            reply.bulk(latin(description));
        }
        reply.bulk("flags");
        reply.set(function.flags().size());
        for (ScriptFlag flag : function.flags()) {
            reply.simple(flag.wireName());
        }
    }

    private void stats(Call call) {
        ReplyWriter reply = call.reply();
        RunningScript script = engine.running().longest();
        if (script != null && !script.what().isFunction()) {
            throw new RedisException(script.busyError());
        }
        reply.map(2);
        reply.bulk("running_script");
        if (script == null) {
            reply.nullBulk();
        } else {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(script.what().name());
            reply.bulk("command");
            Request request = script.what().request();
            reply.array(request.count());
            for (int i = 0; i < request.count(); i++) {
                reply.bulk(request.bytes(i));
            }
            reply.bulk("duration_ms");
            reply.integer(engine.running().millis(script));
        }
        FunctionLibraries libraries = engine.functions().current();
        reply.bulk("engines");
        reply.map(1);
        reply.bulk("LUA");
        reply.map(2);
        reply.bulk("libraries_count");
        reply.integer(libraries.libraries().size());
        reply.bulk("functions_count");
        reply.integer(libraries.functionCount());
    }
}
