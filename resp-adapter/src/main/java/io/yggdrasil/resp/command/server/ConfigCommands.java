package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.STALE;
import static io.yggdrasil.resp.command.CommandFlag.UNLOCKED;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.parameter.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/** CONFIG. */
public final class ConfigCommands implements CommandFamily {
    private static final String[] ALL_NODES = {"request_policy:all_nodes", "response_policy:all_succeeded"};
    private static final Help HELP = new Help(
            "config",
            "GET <pattern> [<pattern> ...]",
            "    Parameters whose names match, with their values.",
            "RESETSTAT",
            "    Sets the counters of INFO to zero.",
            "REWRITE",
            "    Writes the parameters to the configuration file.",
            "SET <parameter> <value> [<parameter> <value> ...]",
            "    Changes parameters, all or none.");

    private final ServerFacts facts;

    /** Makes the family. */
    public ConfigCommands(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("config")
                .arity(-2)
                .group(CommandGroup.SERVER)
                .since("2.0.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on the server's parameters.")
                .sub(sub("get", -3, "2.0.0", "Reads parameters.", this::get)
                        .syntax("parameter...")
                        .complexity("O(N) for N parameters that were named."))
                .sub(sub("set", -4, "2.0.0", "Changes parameters.", this::set)
                        .syntax("data=(parameter value)...")
                        .complexity("O(N) for N parameters that were named.")
                        .flags(SLOW_PATH, UNLOCKED) // A password is a matter of all nodes.
                        .tips(ALL_NODES))
                .sub(sub("resetstat", 2, "2.0.0", "Sets counters to zero.", this::resetStatistics)
                        .tips(ALL_NODES))
                .sub(sub("rewrite", 2, "2.8.0", "Writes parameters to the configuration file.", this::rewrite)
                        .tips(ALL_NODES))
                .sub(HELP.declare().since("5.0.0")));
    }

    private static Command.Builder sub(String name, int arity, String since, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(arity)
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .since(since)
                .summary(summary)
                .handler(handler);
    }

    private void get(Call call) {
        Map<String, Parameter> found = new LinkedHashMap<>();
        for (int i = 2; i < call.count(); i++) {
            facts.parameters().match(call.text(i)).forEach(found::putIfAbsent);
        }
        call.reply().map(found.size());
        found.forEach((name, parameter) -> {
            call.reply().bulk(name);
            call.reply().bulk(parameter.text());
        });
    }

    private void set(Call call) {
        if (call.count() % 2 != 0) {
            throw Errors.syntax();
        }
        int pairs = (call.count() - 2) / 2;
        String[] names = new String[pairs];
        String[] values = new String[pairs];
        for (int i = 0; i < pairs; i++) {
            names[i] = call.text(2 + 2 * i);
            values[i] = call.text(3 + 2 * i);
        }
        facts.parameters().set(names, values, ProtectedActions.allows(facts, "enable-protected-configs", call));
        call.reply().ok();
    }

    private void resetStatistics(Call call) {
        facts.statistics().reset();
        facts.clients().resetTotals();
        facts.users().log().resetCounts();
        call.reply().ok();
    }

    private void rewrite(Call call) {
        String error = facts.host().rewriteConfiguration();
        if (error != null) {
            throw new RedisException("ERR " + error);
        }
        call.reply().ok();
    }
}
