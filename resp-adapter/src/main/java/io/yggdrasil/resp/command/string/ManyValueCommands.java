package io.yggdrasil.resp.command.string;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.WrongTypeException;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.ReplyWriter;

/** Commands on many whole strings at once. */
final class ManyValueCommands {
    private ManyValueCommands() {}

    static void declare(CommandTable table) {
        table.add(StringCommands.named("mget")
                .arity(-2)
                .syntax("key...")
                .flags(READONLY, FAST)
                .keys(KeySpec.range(1, -1, 1, RO, ACCESS))
                .tips("request_policy:multi_shard")
                .summary("Reads the strings at several keys at one moment.")
                .complexity("O(N) where N is the number of keys.")
                .handler(ManyValueCommands::mget));
        table.add(StringCommands.named("mset")
                .arity(-3)
                .syntax("data=(key value)...")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.range(1, -1, 2, OW, UPDATE))
                .tips("request_policy:multi_shard", "response_policy:all_succeeded")
                .since("1.0.1")
                .summary("Stores strings at several keys at one moment.")
                .complexity("O(N) where N is the number of keys.")
                .handler(ManyValueCommands::mset));
        table.add(StringCommands.named("msetnx")
                .arity(-3)
                .syntax("data=(key value)...")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.range(1, -1, 2, OW, INSERT))
                .since("1.0.1")
                .summary("Stores strings at several keys unless one of the keys is there already.")
                .complexity("O(N) where N is the number of keys.")
                .handler(ManyValueCommands::msetnx));
    }

    private static void mget(Call call) {
        Keyspace keyspace = call.keyspace();
        ReplyWriter reply = call.reply();
        int count = call.count();
        reply.array(count - 1);
        for (int i = 1; i < count; i++) {
            if (!writeIfString(keyspace, call.key(i), reply)) {
                reply.nullBulk();
            }
        }
    }

    /** MGET takes a key of another type for one that is not there. */
    private static boolean writeIfString(Keyspace keyspace, Key key, ReplyWriter reply) {
        try {
            return keyspace.writeString(key, reply);
        } catch (WrongTypeException e) {
            return false;
        }
    }

    private static void mset(Call call) {
        checkPairs(call);
        putAll(call);
        call.reply().ok();
    }

    private static void msetnx(Call call) {
        checkPairs(call);
        boolean fresh = noneExists(call);
        if (fresh) {
            putAll(call);
        }
        call.reply().integer(fresh);
    }

    private static void checkPairs(Call call) {
        if (call.count() % 2 == 0) {
            throw Errors.arity(call.command().fullName());
        }
    }

    private static boolean noneExists(Call call) {
        for (int i = 1; i < call.count(); i += 2) {
            if (call.keyspace().exists(call.key(i))) {
                return false;
            }
        }
        return true;
    }

    private static void putAll(Call call) {
        Keyspace keyspace = call.keyspace();
        for (int i = 1; i < call.count(); i += 2) {
            keyspace.putString(call.key(i), call.bytes(i + 1), Expiry.NONE);
            call.event(Type.STRING, "set", call.key(i));
        }
    }
}
