package io.yggdrasil.resp.command.string;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;
import static io.yggdrasil.resp.command.KeySpec.Flag.VARIABLE_FLAGS;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;

/** Commands on one whole string. A plain SET never reads what was there. */
final class ValueCommands {
    private ValueCommands() {}

    static void declare(CommandTable table) {
        table.add(StringCommands.named("get")
                .arity(2)
                .syntax("key")
                .flags(READONLY, FAST)
                .keys(KeySpec.at(1, RO, ACCESS))
                .summary("Reads the string at a key.")
                .handler(ValueCommands::get));
        table.add(StringCommands.named("set")
                .arity(-3)
                .overwrites(3)
                .syntax("key value condition=[NX|XX]@2.6.12 [GET]@6.2.0 expiration=[EX"
                        + " seconds@2.6.12|PX milliseconds@2.6.12|EXAT unix-time-seconds@6.2.0|PXAT"
                        + " unix-time-milliseconds@6.2.0|KEEPTTL@6.0.0]")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS))
                .summary("Stores a string at a key, whatever was there.")
                .handler(ValueCommands::set));
        table.add(StringCommands.named("setnx")
                .arity(3)
                .syntax("key value")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, OW, INSERT))
                .deprecated("2.6.12", "`SET key value NX`")
                .summary("Stores a string unless the key is there already.")
                .handler(ValueCommands::setnx));
        table.add(StringCommands.named("setex")
                .arity(4)
                .syntax("key seconds value")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, OW, UPDATE))
                .since("2.0.0")
                .deprecated("2.6.12", "`SET key value EX seconds`")
                .summary("Stores a string that expires after some seconds.")
                .handler(call -> setWithTime(call, true)));
        table.add(StringCommands.named("psetex")
                .arity(4)
                .syntax("key milliseconds value")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, OW, UPDATE))
                .since("2.6.0")
                .deprecated("2.6.12", "`SET key value PX milliseconds`")
                .summary("Stores a string that expires after some milliseconds.")
                .handler(call -> setWithTime(call, false)));
        table.add(StringCommands.named("getset")
                .arity(3)
                .syntax("key value")
                .flags(WRITE, DENYOOM, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE))
                .deprecated("6.2.0", "`SET key value GET`")
                .summary("Stores a string and answers the one that was there.")
                .handler(ValueCommands::getset));
        table.add(StringCommands.named("getdel")
                .arity(2)
                .syntax("key")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, DELETE))
                .since("6.2.0")
                .summary("Reads the string at a key and removes the key.")
                .handler(ValueCommands::getdel));
        table.add(StringCommands.named("getex")
                .arity(-2)
                .syntax("key expiration=[EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT"
                        + " unix-time-milliseconds|PERSIST]")
                .flags(WRITE, FAST)
                .keys(KeySpec.at(1, RW, ACCESS, UPDATE))
                .since("6.2.0")
                .summary("Reads the string at a key and sets or removes its expiry.")
                .handler(ValueCommands::getex));
    }

    private static void get(Call call) {
        if (!call.keyspace().writeString(call.key(1), call.reply())) {
            call.reply().nullBulk();
        }
    }

    private static void set(Call call) {
        if (call.count() == 3) {
            put(call, 2);
            call.reply().ok();
        } else {
            set(call, SetOptions.ofSet(call));
        }
    }

    private static void set(Call call, SetOptions options) {
        long expiry = options.keepsExpiry() ? Expiry.KEEP : Expiry.NONE;
        if (options.hasTime()) {
            expiry = options.timeMillis(call);
        }
        Keyspace keyspace = call.keyspace();
        Key key = call.key(1);
        boolean found;
        if (options.wantsOldValue()) {
            found = keyspace.writeString(key, call.reply());
            if (!found) {
                call.missed(key);
                call.reply().nullBulk();
            }
        } else {
            found = options.isConditional() && keyspace.exists(key);
        }
        boolean refused = options.refuses(found);
        if (!refused) {
            put(call, 2, expiry);
        }
        if (!options.wantsOldValue()) {
            if (refused) {
                call.reply().nullBulk();
            } else {
                call.reply().ok();
            }
        }
    }

    private static void setnx(Call call) {
        boolean fresh = !call.keyspace().exists(call.key(1));
        if (fresh) {
            put(call, 2);
        }
        call.reply().integer(fresh);
    }

    private static void setWithTime(Call call, boolean isSeconds) {
        long expiry = SetOptions.timeMillis(call, 2, isSeconds, true);
        put(call, 3, expiry);
        call.reply().ok();
    }

    private static void put(Call call, int argument) {
        call.keyspace().putString(call.key(1), call.bytes(argument), Expiry.NONE);
        call.event(Type.STRING, "set", call.key(1));
    }

    private static void put(Call call, int argument, long expiry) {
        call.keyspace().putString(call.key(1), call.bytes(argument), expiry);
        call.event(Type.STRING, "set", call.key(1));
        if (expiry != Expiry.NONE && expiry != Expiry.KEEP) {
            call.event(Type.GENERIC, "expire", call.key(1));
            if (expiry <= call.nowMillis()) {
                call.event(Type.EXPIRED, "expired", call.key(1));
            }
        }
    }

    private static void getset(Call call) {
        if (!call.keyspace().writeString(call.key(1), call.reply())) {
            call.missed(call.key(1));
            call.reply().nullBulk();
        }
        put(call, 2);
    }

    private static void getdel(Call call) {
        if (call.keyspace().writeString(call.key(1), call.reply())) {
            call.keyspace().remove(call.key(1));
            call.deleted(call.key(1));
        } else {
            call.missed(call.key(1));
            call.reply().nullBulk();
        }
    }

    private static void getex(Call call) {
        SetOptions options = SetOptions.ofGetex(call);
        Keyspace keyspace = call.keyspace();
        Key key = call.key(1);
        if (!keyspace.writeString(key, call.reply())) {
            call.missed(key);
            call.reply().nullBulk();
        } else if (options.hasTime()) {
            long expiry = options.timeMillis(call);
            keyspace.setExpiry(key, expiry);
            call.event(Type.GENERIC, expiry <= call.nowMillis() ? "del" : "expire", key);
        } else if (options.persists() && keyspace.expiry(key) != Expiry.NONE) {
            keyspace.setExpiry(key, Expiry.NONE);
            call.event(Type.GENERIC, "persist", key);
        }
    }
}
