package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.SLOW_PATH;
import static io.yggdrasil.resp.command.CommandFlag.STALE;
import static io.yggdrasil.resp.command.CommandFlag.WHOLE_KEYSPACE;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;

/**
 * SELECT, SWAPDB, FLUSHDB, FLUSHALL. The last three hold every slot for as long as they take, so nobody sees a part of
 * what they do, and run on the slow path, so no event loop waits for them.
 */
final class DatabaseCommands {
    private final DatabaseChoice choice;
    private final Runnable flush;

    DatabaseCommands(DatabaseChoice choice, Runnable flush) {
        this.choice = choice;
        this.flush = flush;
    }

    void register(CommandTable table) {
        table.add(Command.named("select")
                .arity(2)
                .syntax("index")
                .flags(LOADING, STALE, FAST)
                .group(CommandGroup.CONNECTION)
                .summary("Chooses the database for the connection.")
                .handler(this::select));
        table.add(Command.named("swapdb")
                .arity(3)
                .syntax("index1:integer index2:integer")
                .flags(WRITE, FAST, WHOLE_KEYSPACE, SLOW_PATH)
                .group(CommandGroup.SERVER)
                .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                .since("4.0.0")
                .summary("Exchanges two databases for all clients.")
                .complexity("O(1)")
                .handler(this::swap));
        table.add(Command.named("flushdb")
                .arity(-1)
                .syntax("flush-type=[ASYNC@4.0.0|SYNC@6.2.0]")
                .flags(WRITE, WHOLE_KEYSPACE, SLOW_PATH)
                .group(CommandGroup.SERVER)
                .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                .tips("request_policy:all_shards", "response_policy:all_succeeded")
                .summary("Removes every key of the database.")
                .complexity("O(N) where N is the number of keys in the database.")
                .handler(this::flush));
        table.add(Command.named("flushall")
                .arity(-1)
                .syntax("flush-type=[ASYNC@4.0.0|SYNC@6.2.0]")
                .flags(WRITE, WHOLE_KEYSPACE, SLOW_PATH)
                .group(CommandGroup.SERVER)
                .acl(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                .tips("request_policy:all_shards", "response_policy:all_succeeded")
                .summary("Removes every key of all databases.")
                .complexity("O(N) where N is the number of keys in all databases.")
                .handler(this::flushAll));
    }

    private void select(Call call) {
        int number = DatabaseChoice.number(call, 1, null);
        if (number != 0 && choice.isClusterMode()) {
            throw new RedisException("ERR SELECT is not allowed in cluster mode");
        }
        call.session().database(DatabaseChoice.checked(call, number));
        call.reply().ok();
    }

    private void swap(Call call) {
        if (choice.isClusterMode()) {
            throw new RedisException("ERR SWAPDB is not allowed in cluster mode");
        }
        int first = DatabaseChoice.number(call, 1, "ERR invalid first DB index");
        int second = DatabaseChoice.number(call, 2, "ERR invalid second DB index");
        call.swapDatabases(DatabaseChoice.checked(call, first), DatabaseChoice.checked(call, second));
        call.reply().ok();
    }

    private void flush(Call call) {
        checkMode(call);
        flush.run();
        call.keyspace().clear();
        call.reply().ok();
    }

    private void flushAll(Call call) {
        checkMode(call);
        flush.run();
        for (int database = 0; database < call.databases(); database++) {
            call.keyspace(database).clear();
        }
        call.reply().ok();
    }

    /** SYNC and ASYNC make no difference: the reply says that the keys are gone either way. */
    private static void checkMode(Call call) {
        boolean fits = call.count() == 1 || call.count() == 2 && (call.is(1, "SYNC") || call.is(1, "ASYNC"));
        if (!fits) {
            throw Errors.syntax();
        }
    }
}
