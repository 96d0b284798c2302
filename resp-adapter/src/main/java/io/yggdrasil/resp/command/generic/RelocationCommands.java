package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;

/** RENAME, RENAMENX, COPY, MOVE: a value comes to another name or database, its expiry with it. */
final class RelocationCommands {
    private final DatabaseChoice choice;

    RelocationCommands(DatabaseChoice choice) {
        this.choice = choice;
    }

    void register(CommandTable table) {
        table.add(Command.named("rename")
                .arity(3)
                .syntax("key newkey#1")
                .flags(WRITE)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE), KeySpec.at(2, OW, UPDATE))
                .summary("Gives a key another name, in the place of what has that name.")
                .handler(RelocationCommands::rename));
        table.add(Command.named("renamenx")
                .arity(3)
                .syntax("key newkey#1")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE), KeySpec.at(2, OW, INSERT))
                .summary("Gives a key another name that no key has.")
                .handler(RelocationCommands::renameIfFree));
        table.add(Command.named("copy")
                .arity(-3)
                .syntax("source#0 destination#1 [DB destination-db:integer] [REPLACE]")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RO, ACCESS), KeySpec.at(2, OW, UPDATE))
                .since("6.2.0")
                .summary("Copies a key's value to another key.")
                .complexity("O(1) for strings; O(N) for collections of N items.")
                .handler(this::copy));
        table.add(Command.named("move")
                .arity(3)
                .syntax("key db:integer")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE))
                .summary("Moves a key to another database that has no such key.")
                .handler(this::move));
    }

    private static void rename(Call call) {
        Keyspace space = call.keyspace();
        Key source = call.key(1);
        Key target = call.key(2);
        requireThere(space, source);
        if (!source.sameAs(target)) {
            rename(call, source, target);
        }
        call.reply().ok();
    }

    private static void renameIfFree(Call call) {
        Keyspace space = call.keyspace();
        Key source = call.key(1);
        Key target = call.key(2);
        requireThere(space, source);
        if (source.sameAs(target) || space.exists(target)) {
            call.reply().integer(0);
            return;
        }
        rename(call, source, target);
        call.reply().integer(1);
    }

    private static void requireThere(Keyspace space, Key key) {
        if (!space.exists(key)) {
            throw Errors.noSuchKey();
        }
    }

    /** The target counts as new whatever was there. */
    private static void rename(Call call, Key source, Key target) {
        Keyspace space = call.keyspace();
        boolean replaces = call.wantsNew() && space.exists(target);
        relocate(space, source, space, target);
        if (replaces) {
            call.event(Type.NEW, "new", target);
        }
        call.event(Type.GENERIC, "rename_from", source);
        call.event(Type.GENERIC, "rename_to", target);
    }

    private static void relocate(Keyspace from, Key source, Keyspace to, Key target) {
        from.copy(source, to, target);
        from.remove(source);
    }

    private void copy(Call call) {
        int database = call.session().database();
        boolean replace = false;
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, "REPLACE")) {
                replace = true;
            } else if (call.is(i, "DB") && i + 1 < call.count()) {
                database = DatabaseChoice.at(call, ++i);
            } else {
                throw Errors.syntax();
            }
        }
        if (choice.isClusterMode() && (database != 0 || call.session().database() != 0)) {
            throw new RedisException("ERR Copying to another database is not allowed in cluster mode");
        }
        Key source = call.key(1);
        Key target = call.key(2);
        if (database == call.session().database() && source.sameAs(target)) {
            throw sameObject();
        }
        Keyspace space = call.keyspace();
        Keyspace targetSpace = call.keyspace(database);
        if (!space.exists(source)) {
            call.missed(source);
            call.reply().integer(0);
            return;
        }
        boolean replaces = targetSpace.exists(target);
        boolean copied = (replace || !replaces) && space.copy(source, targetSpace, target);
        if (copied) {
            if (replaces) {
                call.event(Type.NEW, "new", target, database);
            }
            call.event(Type.GENERIC, "copy_to", target, database);
        }
        call.reply().integer(copied);
    }

    private void move(Call call) {
        if (choice.isClusterMode()) {
            throw new RedisException("ERR MOVE is not allowed in cluster mode");
        }
        int database = DatabaseChoice.at(call, 2);
        if (database == call.session().database()) {
            throw sameObject();
        }
        Keyspace from = call.keyspace();
        Keyspace to = call.keyspace(database);
        Key key = call.key(1);
        boolean free = from.exists(key) && !to.exists(key);
        if (free) {
            relocate(from, key, to, key);
            call.event(Type.GENERIC, "move_from", key);
            call.event(Type.GENERIC, "move_to", key, database);
        }
        call.reply().integer(free);
    }

    private static RedisException sameObject() {
        return new RedisException("ERR source and destination objects are the same");
    }
}
