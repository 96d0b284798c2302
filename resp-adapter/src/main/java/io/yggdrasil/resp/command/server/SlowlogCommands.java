package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.stats.SlowLog;
import java.util.List;

/** SLOWLOG. */
public final class SlowlogCommands implements CommandFamily {
    private static final int COUNT_INITIAL = 10;
    private static final Help HELP = new Help(
            "slowlog",
            "GET [<count>]",
            "    The newest entries (default: 10; -1: all), each with its number, its time in seconds since 1970, the",
            "    microseconds it took, its arguments, and its client's address and name.",
            "LEN",
            "    Number of entries.",
            "RESET",
            "    Drops all entries.");

    private final SlowLog log;

    /** Makes the family. */
    public SlowlogCommands(SlowLog log) {
        this.log = log;
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("slowlog")
                .arity(-2)
                .group(CommandGroup.SERVER)
                .since("2.2.12")
                .complexity("Depends on subcommand.")
                .summary("Commands on the log of slow commands.")
                .sub(sub("get", -2, "Shows the newest entries.", this::get)
                        .syntax("[count]")
                        .complexity("O(N) for N entries shown.")
                        .tips("request_policy:all_nodes", "nondeterministic_output"))
                .sub(sub("len", 2, "Counts the entries.", call -> call.reply().integer(log.size()))
                        .tips("request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output"))
                .sub(sub("reset", 2, "Drops all entries.", this::reset)
                        .complexity("O(N) for N entries dropped.")
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded"))
                .sub(HELP.declare().since("6.2.0")));
    }

    private static Command.Builder sub(String name, int arity, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(arity)
                .flags(ADMIN, LOADING, STALE)
                .since("2.2.12")
                .summary(summary)
                .handler(handler);
    }

    private void get(Call call) {
        long count = COUNT_INITIAL;
        if (call.count() > 3) {
            throw new RedisException(
                    "ERR unknown subcommand or wrong number of arguments for 'get'. Try SLOWLOG HELP.");
        }
        if (call.count() == 3) {
            count = call.integer(2, "ERR count should be greater than or equal to -1");
            if (count < -1) {
                throw new RedisException("ERR count should be greater than or equal to -1");
            }
        }
        List<SlowLog.Entry> entries = log.newest(count == -1 ? Long.MAX_VALUE : count);
        call.reply().array(entries.size());
        entries.forEach(entry -> write(call, entry));
    }

    private static void write(Call call, SlowLog.Entry entry) {
        call.reply().array(6);
        call.reply().integer(entry.id());
        call.reply().integer(entry.timeSeconds());
        call.reply().integer(entry.micros());
        call.reply().array(entry.arguments().size());
        entry.arguments().forEach(call.reply()::bulk);
        call.reply().bulk(entry.address());
        call.reply().bulk(entry.clientName());
    }

    private void reset(Call call) {
        log.clear();
        call.reply().ok();
    }
}
