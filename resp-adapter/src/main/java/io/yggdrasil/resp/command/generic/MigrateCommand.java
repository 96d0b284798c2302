package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.UNLOCKED;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INCOMPLETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.generic.KeyMigration.Order;
import io.yggdrasil.resp.command.generic.KeyMigration.Target;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** MIGRATE: reads what is to be moved; the moving takes its time and is done elsewhere. */
final class MigrateCommand {
    private static final int KEY = 3;
    private static final int OPTIONS = 6;
    private static final long DEFAULT_MILLIS = 1_000;

    private final KeyMigration migration;
    private final BooleanSupplier clusterMode;

    MigrateCommand(KeyMigration migration, BooleanSupplier clusterMode) {
        this.migration = migration;
        this.clusterMode = clusterMode;
    }

    void register(CommandTable table) {
        table.add(Command.named("migrate")
                .arity(-6)
                .syntax(
                        "host port key-selector=(key|empty-string=\"\") destination-db:integer timeout:integer [COPY]@3.0.0 "
                                + "[REPLACE]@3.0.0 authentication=[AUTH auth{password}@4.0.7|AUTH2 (username password)@6.0.0] "
                                + "[KEYS keys#1{key}...]@3.0.6")
                .flags(WRITE, UNLOCKED)
                .acl(AclCategory.DANGEROUS)
                .keys(
                        KeySpec.at(KEY, RW, ACCESS, DELETE).foundBy(MigrateCommand::findKeys),
                        KeySpec.after("KEYS", -2, -1, 1, 0, RW, ACCESS, DELETE, INCOMPLETE)
                                .foundBy((request, out) -> {}))
                .since("2.6.0")
                .tips("nondeterministic_output")
                .summary("Moves keys to another server.")
                .complexity("That of DUMP, DEL, and RESTORE at the other server, and O(N) for N bytes on the way.")
                .handler(this::migrate));
    }

    /** The keys, where the first word KEYS counts that is no option's value. */
    private static void findKeys(Request request, IntConsumer out) {
        int keys = keysWord(request);
        if (keys < 0) {
            out.accept(KEY);
        } else if (request.length(KEY) == 0) {
            for (int i = keys + 1; i < request.count(); i++) {
                out.accept(i);
            }
        }
    }

    private static int keysWord(Request request) {
        for (int i = OPTIONS; i < request.count(); i++) {
            if (request.is(i, "KEYS")) {
                return i;
            }
            i += request.is(i, "AUTH2") ? 2 : request.is(i, "AUTH") ? 1 : 0;
        }
        return -1;
    }

    private void migrate(Call call) {
        Options options = Options.of(call);
        long millis = call.integer(5);
        long database = call.integer(4);
        Target target = new Target(
                call.text(1),
                call.text(2),
                database,
                (int) Math.min(Integer.MAX_VALUE, millis <= 0 ? DEFAULT_MILLIS : millis),
                options.user,
                options.password);
        List<byte[]> keys = new ArrayList<>();
        findKeys(call.request(), index -> keys.add(call.bytes(index)));
        if (!call.canDefer()) {
            throw new RedisException("ERR MIGRATE is not possible inside of a transaction");
        }
        migration.begin(
                new Order(
                        target,
                        call.session().database(),
                        keys,
                        options.copies,
                        options.replaces,
                        clusterMode.getAsBoolean()),
                call.defer());
    }

    private record Options(boolean copies, boolean replaces, byte @Nullable [] user, byte @Nullable [] password) {
        static Options of(Call call) {
            boolean copies = false;
            boolean replaces = false;
            byte[] user = null;
            byte[] password = null;
            int end = keysWord(call.request());
            for (int i = OPTIONS; i < (end < 0 ? call.count() : end); i++) {
                int more = call.count() - 1 - i;
                if (call.is(i, "COPY")) {
                    copies = true;
                } else if (call.is(i, "REPLACE")) {
                    replaces = true;
                } else if (call.is(i, "AUTH") && more >= 1) {
                    password = call.bytes(++i);
                } else if (call.is(i, "AUTH2") && more >= 2) {
                    user = call.bytes(++i);
                    password = call.bytes(++i);
                } else {
                    throw Errors.syntax();
                }
            }
            if (end >= 0 && call.request().length(KEY) > 0) {
                throw new RedisException(
                        "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string");
            }
            return new Options(copies, replaces, user, password);
        }
    }
}
