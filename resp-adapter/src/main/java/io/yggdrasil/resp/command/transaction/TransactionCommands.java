package io.yggdrasil.resp.command.transaction;

import static io.yggdrasil.resp.command.CommandFlag.ALLOW_BUSY;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.SKIP_SLOWLOG;
import static io.yggdrasil.resp.command.CommandFlag.STALE;
import static io.yggdrasil.resp.command.CommandFlag.UNNOTICED;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.session.WatchedKey;

/** The commands around a transaction. */
public final class TransactionCommands implements CommandFamily {
    @Override
    public void register(CommandTable table) {
        table.add(transaction("multi", "1.2.0", "Begins a transaction.", TransactionCommands::multi)
                .flags(FAST, ALLOW_BUSY));
        table.add(transaction("exec", "1.2.0", "Runs the transaction's commands.", TransactionCommands::exec)
                .flags(SKIP_SLOWLOG)
                .complexity("That of the commands in the transaction."));
        table.add(transaction("discard", "2.0.0", "Drops the transaction.", TransactionCommands::discard)
                .flags(FAST, ALLOW_BUSY)
                .complexity("O(N) where N is the number of queued commands."));
        table.add(transaction(
                        "watch", "2.2.0", "Makes EXEC fail when one of the keys changes.", TransactionCommands::watch)
                .arity(-2)
                .syntax("key...")
                .flags(FAST, ALLOW_BUSY, UNNOTICED)
                .keys(KeySpec.range(1, -1, 1, KeySpec.Flag.RO))
                .complexity("O(1) a key."));
        table.add(transaction("unwatch", "2.2.0", "Forgets the watched keys.", TransactionCommands::unwatch)
                .flags(FAST, ALLOW_BUSY));
    }

    private static Command.Builder transaction(String name, String since, String summary, CommandHandler handler) {
        return Command.named(name)
                .flags(NOSCRIPT, LOADING, STALE)
                .group(CommandGroup.TRANSACTIONS)
                .since(since)
                .summary(summary)
                .handler(handler);
    }

    private static void multi(Call call) {
        if (call.session().transaction() != null) {
            throw new RedisException("ERR MULTI calls can not be nested");
        }
        call.session().transaction(new Transaction());
        call.reply().ok();
    }

    /** Only reached where no dispatcher took EXEC up before. */
    private static void exec(Call call) {
        throw new IllegalStateException("EXEC is the dispatcher's");
    }

    private static void discard(Call call) {
        if (call.session().transaction() == null) {
            throw new RedisException("ERR DISCARD without MULTI");
        }
        call.session().transaction(null);
        call.session().unwatch();
        call.reply().ok();
    }

    private static void watch(Call call) {
        Session session = call.session();
        if (session.transaction() != null) {
            throw new RedisException("ERR WATCH inside MULTI is not allowed");
        }
        for (int i = 1; i < call.count(); i++) {
            Key key = call.key(i);
            if (!isWatched(session, key)) {
                session.watch(new WatchedKey(
                        session.database(), key.copy(), call.keyspace().version(key)));
            }
        }
        call.reply().ok();
    }

    /** A key watched again keeps the version of the first time: what changed since then makes EXEC fail. */
    private static boolean isWatched(Session session, Key key) {
        for (WatchedKey watched : session.watched()) {
            if (watched.database() == session.database() && watched.key().sameAs(key)) {
                return true;
            }
        }
        return false;
    }

    private static void unwatch(Call call) {
        call.session().unwatch();
        call.reply().ok();
    }
}
