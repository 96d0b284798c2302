package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.stats.Monitors;
import java.util.Random;

/** TIME, MONITOR, LOLWUT and MODULE. */
public final class SundryCommands implements CommandFamily {
    private final Monitors monitors;

    /** Makes the family; MONITOR adds its client to {@code monitors}. */
    public SundryCommands(Monitors monitors) {
        this.monitors = monitors;
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("time")
                .arity(1)
                .flags(LOADING, STALE, FAST)
                .group(CommandGroup.SERVER)
                .since("2.6.0")
                .tips("nondeterministic_output")
                .summary("Tells the server's time.")
                .handler(SundryCommands::time));
        table.add(Command.named("monitor")
                .arity(1)
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .group(CommandGroup.SERVER)
                .summary("Shows every command that the server runs from now on.")
                .handler(this::monitor));
        table.add(Command.named("lolwut")
                .arity(-1)
                .syntax("[VERSION version:integer]")
                .flags(READONLY, FAST)
                .group(CommandGroup.SERVER)
                .since("5.0.0")
                .summary("Draws a tree.")
                .handler(SundryCommands::lolwut));
        table.add(Command.named("module")
                .arity(-2)
                .group(CommandGroup.SERVER)
                .since("4.0.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on modules, of which there are none.")
                .sub(Command.named("list")
                        .arity(2)
                        .flags(ADMIN, NOSCRIPT)
                        .since("4.0.0")
                        .complexity("O(1): there are none.")
                        .tips("nondeterministic_output_order")
                        .summary("Lists no modules.")
                        .handler(call -> call.reply().array(0)))
                .sub(new Help("module", "LIST", "    The loaded modules: always none.")
                        .declare()
                        .since("5.0.0")));
    }

    private static void time(Call call) {
        long micros = call.inScript() ? call.nowMillis() * 1000 : MicroClock.now();
        call.reply().array(2);
        call.reply().bulk(micros / 1_000_000);
        call.reply().bulk(micros % 1_000_000);
    }

    private void monitor(Call call) {
        if (call.inTransaction()) {
            throw new RedisException("ERR MONITOR isn't allowed for DENY BLOCKING client");
        }
        monitors.add(call.session());
        call.reply().ok();
    }

    private static void lolwut(Call call) {
        if (call.count() >= 3 && call.is(1, "VERSION")) {
            call.integer(2);
        }
        String tree = AsciiTree.grow(new Random(call.nowMillis()));
        call.reply()
                .verbatim(
                        "txt",
                        tree + "\nYggdrasil, the tree of the world. Redis ver. " + ServerFacts.REDIS_VERSION + "\n");
    }
}
