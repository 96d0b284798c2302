package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;

/** The part of FUNCTION that is true of a server without functions: there are none to list or to drop. */
public final class FunctionCommands implements CommandFamily {
    private static final Help HELP = new Help(
            "function",
            "FLUSH [ASYNC|SYNC]",
            "    Drops all functions, of which there are none.",
            "LIST [LIBRARYNAME <pattern>] [WITHCODE]",
            "    The functions: always none.");

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("function")
                .arity(-2)
                .group(CommandGroup.SCRIPTING)
                .since("7.0.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on functions, of which there are none.")
                .sub(Command.named("flush")
                        .arity(-2)
                        .syntax("flush-type=[ASYNC|SYNC]")
                        .flags(NOSCRIPT, WRITE)
                        .acl(AclCategory.SCRIPTING)
                        .since("7.0.0")
                        .complexity("O(1): there are none.")
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .summary("Drops all functions.")
                        .handler(FunctionCommands::flush))
                .sub(Command.named("list")
                        .arity(-2)
                        .syntax("[LIBRARYNAME library-name-pattern] [WITHCODE]")
                        .flags(NOSCRIPT)
                        .acl(AclCategory.SCRIPTING)
                        .since("7.0.0")
                        .complexity("O(1): there are none.")
                        .tips("nondeterministic_output_order")
                        .summary("Lists no functions.")
                        .handler(FunctionCommands::list))
                .sub(HELP.declare().acl(AclCategory.SCRIPTING).since("7.0.0")));
    }

    private static void flush(Call call) {
        if (call.count() > 3 || (call.count() == 3 && !call.is(2, "ASYNC") && !call.is(2, "SYNC"))) {
            throw new RedisException("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        }
        call.reply().ok();
    }

    private static void list(Call call) {
        for (int i = 2; i < call.count(); i++) {
            if (call.is(i, "LIBRARYNAME")) {
                if (++i == call.count()) {
                    throw new RedisException("ERR library name argument was not given");
                }
            } else if (!call.is(i, "WITHCODE")) {
                throw new RedisException("ERR Unknown argument " + call.text(i));
            }
        }
        call.reply().array(0);
    }
}
