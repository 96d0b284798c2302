package io.yggdrasil.resp.command.pubsub;

import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.PUBSUB;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.session.Subscription.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PUBSUB: who is subscribed to what on this node. */
final class PubSubQueries {
    private static final Help HELP = new Help(
            "pubsub",
            "CHANNELS [<pattern>]",
            "    The channels of this node's subscribers, all or those that fit.",
            "NUMPAT",
            "    How many patterns this node's clients are subscribed to.",
            "NUMSUB [<channel> ...]",
            "    How many of this node's clients are subscribed to each channel.",
            "SHARDCHANNELS [<pattern>]",
            "    The shard channels of this node's subscribers, all or those that fit.",
            "SHARDNUMSUB [<shardchannel> ...]",
            "    How many of this node's clients are subscribed to each shard channel.");

    private final PubSub pubsub;

    PubSubQueries(PubSub pubsub) {
        this.pubsub = pubsub;
    }

    Command.Builder declare() {
        return Command.named("pubsub")
                .arity(-2)
                .group(CommandGroup.PUBSUB)
                .since("2.8.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on subscriptions.")
                .sub(query("channels", -2, "[pattern:pattern]", call -> channels(call, Kind.CHANNEL))
                        .complexity("O(N) for N channels.")
                        .summary("Lists channels with subscribers."))
                .sub(query("numsub", -2, "[channel...]", call -> subscribers(call, Kind.CHANNEL))
                        .complexity("O(N) for N channels asked for.")
                        .summary("Counts the subscribers of channels."))
                .sub(query("numpat", 2, "", call -> call.reply().integer(pubsub.count(Kind.PATTERN)))
                        .complexity("O(1)")
                        .summary("Counts the patterns that are subscribed to."))
                .sub(query("shardchannels", -2, "[pattern:pattern]", call -> channels(call, Kind.SHARD))
                        .since("7.0.0")
                        .complexity("O(N) for N shard channels.")
                        .summary("Lists shard channels with subscribers."))
                .sub(query("shardnumsub", -2, "[shardchannel...]", call -> subscribers(call, Kind.SHARD))
                        .since("7.0.0")
                        .complexity("O(N) for N shard channels asked for.")
                        .summary("Counts the subscribers of shard channels."))
                .sub(HELP.declare().aclWithoutGroup().since("6.2.0"));
    }

    private static Command.Builder query(String name, int arity, String syntax, CommandHandler handler) {
        return Command.named(name)
                .arity(arity)
                .flags(PUBSUB, LOADING, STALE)
                .since("2.8.0")
                .syntax(syntax)
                .handler(handler);
    }

    private void channels(Call call, Kind kind) {
        if (call.count() > 3) {
            throw new RedisException(
                    "ERR unknown subcommand or wrong number of arguments for '" + call.text(1) + "'. Try PUBSUB HELP.");
        }
        Glob wanted = call.count() > 2 ? new Glob(call.bytes(2), false) : null;
        List<byte[]> names = new ArrayList<>();
        pubsub.forEach(kind, name -> {
            byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            if (wanted == null || wanted.matches(bytes)) {
                names.add(bytes);
            }
        });
        call.reply().array(names.size());
        names.forEach(call.reply()::bulk);
    }

    private void subscribers(Call call, Kind kind) {
        call.reply().array(2 * (call.count() - 2));
        for (int i = 2; i < call.count(); i++) {
            call.reply().bulk(call.bytes(i));
            call.reply().integer(pubsub.subscribers(kind, call.token(i)));
        }
    }
}
