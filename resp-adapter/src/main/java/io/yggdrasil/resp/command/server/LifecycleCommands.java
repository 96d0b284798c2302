package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.ALLOW_BUSY;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.NO_ASYNC_LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NO_MULTI;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SAVE, BGSAVE, BGREWRITEAOF, LASTSAVE and SHUTDOWN.
 *
 * <p>A save is a checkpoint: all changed pages are on disk when it is done. Without persistence saving is an error, for an
 * OK would promise what is not so. Rewriting the append-only file has no counterpart (checkpoints keep the log short) and
 * nothing is lost by it, so it is answered as Redis does.
 */
public final class LifecycleCommands implements CommandFamily {
    private static final String NO_DISK = "ERR the server keeps data in memory only; start it with --data DIR to save";

    private final ServerFacts facts;
    private final Host host;
    private final AtomicBoolean saving = new AtomicBoolean();

    /** Makes the family. */
    public LifecycleCommands(ServerFacts facts) {
        this.facts = facts;
        this.host = facts.host();
    }

    @Override
    public void register(CommandTable table) {
        table.add(server("save")
                .arity(1)
                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT, NO_MULTI)
                .complexity("O(N) for N keys of all databases.")
                .summary("Writes all changes to disk and waits for it.")
                .handler(this::save));
        table.add(server("bgsave")
                .arity(-1)
                .syntax("[SCHEDULE]@3.2.2")
                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT)
                .summary("Begins to write all changes to disk.")
                .handler(this::backgroundSave));
        table.add(server("bgrewriteaof")
                .arity(1)
                .flags(NO_ASYNC_LOADING, ADMIN, NOSCRIPT)
                .summary("Shortens the log, by writing all changes to disk.")
                .handler(this::rewriteLog));
        table.add(server("lastsave")
                .arity(1)
                .flags(LOADING, STALE, FAST)
                .acl(AclCategory.ADMIN, AclCategory.DANGEROUS)
                .tips("nondeterministic_output")
                .summary("Tells when data were last saved.")
                .handler(call -> call.reply().integer(host.lastSaveMillis() / 1000)));
        table.add(server("shutdown")
                .arity(-1)
                .syntax("save-selector=[NOSAVE|SAVE] [NOW]@7.0.0 [FORCE]@7.0.0 [ABORT]@7.0.0")
                .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
                .complexity("O(N) for N keys of all databases when it saves, else O(1).")
                .summary("Stops the server.")
                .handler(this::shutdown));
    }

    private static Command.Builder server(String name) {
        return Command.named(name).group(CommandGroup.SERVER);
    }

    private void save(Call call) {
        beginSaving();
        DeferredReply later = call.defer();
        start(error -> later.complete(reply -> answer(reply, error)));
    }

    private static void answer(ReplyWriter reply, @Nullable String error) {
        if (error == null) {
            reply.ok();
        } else {
            throw new RedisException("ERR " + error);
        }
    }

    private void backgroundSave(Call call) {
        if (call.count() > 2 || (call.count() == 2 && !call.is(1, "SCHEDULE"))) {
            throw Errors.syntax();
        }
        beginSaving();
        start(error -> {});
        call.reply().simple("Background saving started");
    }

    private void beginSaving() {
        if (!host.isPersistent()) {
            throw new RedisException(NO_DISK);
        }
        if (!saving.compareAndSet(false, true)) {
            throw new RedisException("ERR Background save already in progress");
        }
    }

    private void start(Consumer<@Nullable String> whenDone) {
        if (!facts.save(error -> {
            saving.set(false);
            whenDone.accept(error);
        })) {
            saving.set(false);
            throw new RedisException(NO_DISK);
        }
    }

    private void rewriteLog(Call call) {
        if (!facts.save(error -> {})) {
            throw new RedisException(NO_DISK);
        }
        call.reply().simple("Background append only file rewriting started");
    }

    /** The client gets no answer: its connection ends with the server. */
    private void shutdown(Call call) {
        boolean abort = false;
        boolean save = false;
        boolean noSave = false;
        boolean other = false;
        for (int i = 1; i < call.count(); i++) {
            abort |= call.is(i, "ABORT");
            save |= call.is(i, "SAVE");
            noSave |= call.is(i, "NOSAVE");
            other |= call.is(i, "NOW") || call.is(i, "FORCE");
            if (!call.is(i, "ABORT")
                    && !call.is(i, "SAVE")
                    && !call.is(i, "NOSAVE")
                    && !call.is(i, "NOW")
                    && !call.is(i, "FORCE")) {
                throw Errors.syntax();
            }
        }
        if ((abort && (save || noSave || other)) || (save && noSave)) {
            throw Errors.syntax();
        }
        if (abort) {
            throw new RedisException("ERR No shutdown in progress.");
        }
        if (save && !host.isPersistent()) {
            throw new RedisException("ERR Errors trying to SHUTDOWN. Check logs.");
        }
        call.session().closeAfterReply();
        if (noSave) {
            facts.scripts().running().stop();
        }
        host.stop();
    }
}
