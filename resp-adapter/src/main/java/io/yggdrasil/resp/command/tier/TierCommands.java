package io.yggdrasil.resp.command.tier;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;

/** PIN and UNPIN: a key's value stays in the hot tier of the node that owns it. */
public final class TierCommands implements CommandFamily {
    private static final long FOREVER = Long.MAX_VALUE;
    private static final int MILLIS_PER_SECOND = 1_000;

    /** Makes the family. */
    public TierCommands() {}

    @Override
    public void register(CommandTable table) {
        table.add(named("pin")
                .arity(-2)
                .syntax("key [seconds:integer]")
                .summary("Keeps the value of a key in the hot tier, for some seconds or until UNPIN or DEL.")
                .handler(TierCommands::pin));
        table.add(named("unpin")
                .arity(2)
                .syntax("key")
                .summary("Lets the value of a key leave the hot tier when it is no longer hot.")
                .handler(call -> call.reply().integer(call.keyspace().unpin(call.key(1)) ? 1 : 0)));
    }

    private static Command.Builder named(String name) {
        return Command.named(name)
                .flags(READONLY, FAST, NOSCRIPT)
                .keys(KeySpec.at(1, RO, ACCESS))
                .group(CommandGroup.YGGDRASIL)
                .since("0.1.0")
                .complexity("O(1)");
    }

    private static void pin(Call call) {
        if (call.count() > 3) {
            throw Errors.syntax();
        }
        long until = call.count() == 2 ? FOREVER : until(call);
        switch (call.keyspace().pin(call.key(1), until)) {
            case PINNED -> call.reply().integer(1);
            case NO_KEY -> call.reply().integer(0);
            case UNSUITABLE ->
                throw new RedisException("ERR the hot tier takes strings of up to 128 KB with ASCII keys only");
            case OVER_SHARE ->
                throw new RedisException("ERR the pinned values have their whole share of the hot tier: UNPIN some,"
                        + " or set a larger hot-tier-size");
            case BUSY -> throw new RedisException("ERR the key is written all the time, it could not be pinned");
            case NO_TIER -> throw new RedisException("ERR the hot tier is off: see hot-tier-size");
        }
    }

    private static long until(Call call) {
        long seconds = call.integer(2);
        long now = call.nowMillis();
        if (seconds <= 0 || seconds > (Long.MAX_VALUE - now) / MILLIS_PER_SECOND) {
            throw Errors.invalidExpire("pin");
        }
        return now + seconds * MILLIS_PER_SECOND;
    }
}
