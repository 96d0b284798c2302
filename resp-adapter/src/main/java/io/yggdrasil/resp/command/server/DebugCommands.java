package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.parameter.MemoryAmount;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DEBUG: the subcommands that Redis's tests use. Those that would end or damage the server are refused, and those that
 * tune machinery which does not exist here are accepted and do nothing.
 */
public final class DebugCommands implements CommandFamily {
    private static final Logger LOG = LoggerFactory.getLogger(DebugCommands.class);
    private static final long PACKED_BYTES_MAX = 1L << 32;
    private static final int POPULATE_MAX = 100_000_000;
    private static final int POPULATE_BYTES_MAX = 1 << 20;

    private final ServerFacts facts;
    private final Consumer<Boolean> activeExpiry;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * What one subcommand takes and does.
     *
     * @param min fewest arguments, DEBUG and the subcommand included
     * @param max most
     * @param handler what it does
     */
    private record Entry(int min, int max, CommandHandler handler) {}

    /** Makes the family; {@code activeExpiry} is told whether expired keys are to be removed before they are met. */
    public DebugCommands(ServerFacts facts, DebugSleep sleep, Consumer<Boolean> activeExpiry) {
        this.facts = facts;
        this.activeExpiry = activeExpiry;
        add("sleep", 3, 3, sleep);
        add("set-active-expire", 3, 3, this::setActiveExpire);
        add("set-disable-deny-scripts", 3, 3, this::allowInScripts);
        add("populate", 3, 5, this::populate);
        add("jmap", 2, 2, HeapHistogram::write);
        add("protocol", 3, 3, DebugProtocol::write);
        add("object", 3, 3, DebugKeys::object);
        add("sdslen", 3, 3, DebugKeys::stringLengths);
        add("digest", 2, 2, DebugKeys::digest);
        add("digest-value", 2, Integer.MAX_VALUE, DebugKeys::digestValues);
        add("listpack", 3, 3, call -> DebugKeys.notEncoded(call, "Not a listpack encoded object."));
        add("quicklist", 3, 4, call -> DebugKeys.notEncoded(call, "Not a quicklist encoded object."));
        add(
                "htstats-key",
                3,
                4,
                call -> DebugKeys.notEncoded(
                        call, "The value stored at the specified key is not represented using an hash table"));
        add("htstats", 3, 4, DebugKeys::tableStatistics);
        add("reload", 2, 5, this::reload);
        add("loadaof", 2, 2, this::reloadLog);
        add("stringmatch-len", 4, 4, DebugCommands::match);
        add("stringmatch-test", 2, 2, call -> call.reply().simple("Apparently Redis did not crash: test passed"));
        add("quicklist-packed-threshold", 3, 3, DebugCommands::packedThreshold);
        add("error", 3, 3, DebugCommands::error);
        add("log", 3, 3, DebugCommands::log);
        add("structsize", 2, 2, call -> call.reply().bulk("bits:64"));
        add("config-rewrite-force-all", 2, 2, this::rewrite);
        add("client-eviction", 2, 2, call -> refuse("ERR maxmemory-clients is disabled."));
        for (String accepted : new String[] {
            "set-skip-checksum-validation", "aof-flush-sleep", "pause-cron", "drop-cluster-packet-filter"
        }) {
            add(accepted, 3, 3, call -> call.reply().ok());
        }
        add("change-repl-id", 2, 2, call -> call.reply().ok());
        add("replybuffer", 4, 4, call -> call.reply().ok());
        add("replicate", 3, Integer.MAX_VALUE, call -> call.reply().ok());
        for (String fatal :
                new String[] {"segfault", "panic", "assert", "oom", "leak", "restart", "crash-and-recover"}) {
            add(fatal, 2, Integer.MAX_VALUE, call -> refuse("ERR DEBUG " + fatal + " is refused by this server"));
        }
        add("help", 2, 2, DebugHelp.HELP);
    }

    private void add(String name, int min, int max, CommandHandler handler) {
        entries.put(name, new Entry(min, max, handler));
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("debug")
                .arity(-2)
                .internal()
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .group(CommandGroup.SERVER)
                .complexity("Depends on subcommand.")
                .summary("Commands for those who test the server.")
                .handler(this::debug));
    }

    private void debug(Call call) {
        if (!ProtectedActions.allows(facts, "enable-debug-command", call)) {
            throw new RedisException("ERR DEBUG command not allowed. If the enable-debug-command option is set to"
                    + " \"local\", you can run it from a local connection, otherwise you need to set this option in the"
                    + " configuration file, and then restart the server.");
        }
        Entry entry = entries.get(call.text(1).toLowerCase(Locale.ROOT));
        if (entry == null || call.count() < entry.min || call.count() > entry.max) {
            throw new RedisException(
                    "ERR unknown subcommand or wrong number of arguments for '" + call.text(1) + "'. Try DEBUG HELP.");
        }
        entry.handler.execute(call);
    }

    private static void refuse(String message) {
        throw new RedisException(message);
    }

    /** Saving and loading back leaves the data as they are; what is on disk alone cannot be loaded into a running node. */
    private void reload(Call call) {
        for (int i = 2; i < call.count(); i++) {
            if (call.is(i, "NOSAVE")) {
                throw new RedisException("ERR DEBUG RELOAD NOSAVE is not supported: there is no file to load");
            }
            if (!call.is(i, "MERGE") && !call.is(i, "NOFLUSH")) {
                throw new RedisException("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
            }
        }
        saveThenOk(call);
    }

    private void reloadLog(Call call) {
        saveThenOk(call);
    }

    private void saveThenOk(Call call) {
        if (!facts.host().isPersistent() || !call.canDefer()) {
            call.reply().ok();
            return;
        }
        var later = call.defer();
        Consumer<ReplyWriter> ok = ReplyWriter::ok;
        facts.save(error -> later.complete(error == null ? ok : reply -> refuse("ERR " + error)));
    }

    private void setActiveExpire(Call call) {
        long on = call.integer(2);
        activeExpiry.accept(on != 0);
        call.reply().ok();
    }

    private void allowInScripts(Call call) {
        facts.scripts().running().allowAll(call.integer(2) != 0);
        call.reply().ok();
    }

    private void populate(Call call) {
        long count = call.integer(2);
        String prefix = call.count() > 3 ? call.text(3) : "key";
        long bytes = call.count() > 4 ? call.integer(4) : 0;
        if (count < 0 || bytes < 0) {
            throw new RedisException("ERR value is out of range, must be positive");
        }
        if (count > POPULATE_MAX || bytes > POPULATE_BYTES_MAX) {
            throw new RedisException("ERR DEBUG POPULATE takes at most " + POPULATE_MAX + " keys of "
                    + POPULATE_BYTES_MAX + " bytes here");
        }
        if (!call.canDefer()) {
            throw new RedisException("ERR DEBUG POPULATE is not possible in a transaction here");
        }
        var later = call.defer();
        Consumer<ReplyWriter> ok = ReplyWriter::ok;
        facts.host()
                .populate(
                        call.session().database(),
                        count,
                        prefix,
                        (int) bytes,
                        error -> later.complete(error == null ? ok : reply -> refuse("ERR " + error)));
    }

    private static void match(Call call) {
        call.reply().integer(new Glob(call.bytes(2), false).matches(call.bytes(3)));
    }

    private static void packedThreshold(Call call) {
        Long bytes = MemoryAmount.bytes(call.text(2));
        if (bytes == null || bytes < 0 || bytes >= PACKED_BYTES_MAX) {
            throw new RedisException("ERR argument must be a memory value bigger than 1 and smaller than 4gb");
        }
        call.reply().ok();
    }

    private static void error(Call call) {
        throw new RedisException(call.text(2));
    }

    private static void log(Call call) {
        LOG.warn("DEBUG LOG: {}", call.text(2));
        call.reply().ok();
    }

    private void rewrite(Call call) {
        String error = facts.host().rewriteConfiguration();
        if (error != null) {
            throw new RedisException("ERR CONFIG-REWRITE-FORCE-ALL failed: " + error);
        }
        call.reply().ok();
    }
}
