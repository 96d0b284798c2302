package io.yggdrasil.resp.command.pubsub;

import static io.yggdrasil.resp.command.CommandFlag.FAST;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.MAY_REPLICATE;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.PUBSUB;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.pubsub.Message;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Subscription.Kind;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SUBSCRIBE, PUBLISH and their kin. */
public final class PubSubCommands implements CommandFamily {
    private final PubSub pubsub;

    /** Makes the family over the subscriptions of this node. */
    public PubSubCommands(PubSub pubsub) {
        this.pubsub = pubsub;
    }

    @Override
    public void register(CommandTable table) {
        table.add(subscribing("subscribe", -2, Kind.CHANNEL, "channel...").summary("Subscribes to channels."));
        table.add(subscribing("psubscribe", -2, Kind.PATTERN, "pattern:pattern...")
                .summary("Subscribes to all channels that fit patterns."));
        table.add(subscribing("ssubscribe", -2, Kind.SHARD, "shardchannel...")
                .keys(KeySpec.range(1, -1, 1, KeySpec.Flag.NOT_KEY))
                .since("7.0.0")
                .summary("Subscribes to shard channels."));
        table.add(
                unsubscribing("unsubscribe", Kind.CHANNEL, "[channel...]").summary("Ends subscriptions to channels."));
        table.add(unsubscribing("punsubscribe", Kind.PATTERN, "[pattern:pattern...]")
                .summary("Ends subscriptions to patterns."));
        table.add(unsubscribing("sunsubscribe", Kind.SHARD, "[shardchannel...]")
                .keys(KeySpec.range(1, -1, 1, KeySpec.Flag.NOT_KEY))
                .since("7.0.0")
                .summary("Ends subscriptions to shard channels."));
        table.add(publishing("publish", Kind.CHANNEL)
                .syntax("channel message")
                .complexity("O(N+M) for N subscribers of the channel and M patterns.")
                .summary("Sends a message to a channel."));
        table.add(publishing("spublish", Kind.SHARD)
                .syntax("shardchannel message")
                .keys(KeySpec.at(1, KeySpec.Flag.NOT_KEY))
                .since("7.0.0")
                .complexity("O(N) for N subscribers of the shard channel.")
                .summary("Sends a message to a shard channel."));
        table.add(new PubSubQueries(pubsub).declare());
    }

    private static Command.Builder pubsub(String name, int arity) {
        return Command.named(name).arity(arity).group(CommandGroup.PUBSUB).since("2.0.0");
    }

    private Command.Builder subscribing(String name, int arity, Kind kind, String syntax) {
        return pubsub(name, arity)
                .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
                .syntax(syntax)
                .complexity("O(N) for N names.")
                .handler(call -> subscribe(call, kind));
    }

    private Command.Builder unsubscribing(String name, Kind kind, String syntax) {
        return pubsub(name, -1)
                .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
                .syntax(syntax)
                .complexity("O(N) for N names.")
                .handler(call -> unsubscribe(call, kind));
    }

    private Command.Builder publishing(String name, Kind kind) {
        return pubsub(name, 3)
                .flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
                .handler(call -> publish(call, kind));
    }

    private void subscribe(Call call, Kind kind) {
        if (kind == Kind.SHARD && call.inTransaction()) {
            throw new RedisException("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");
        }
        Session session = call.session();
        for (int i = 1; i < call.count(); i++) {
            String name = call.token(i);
            Glob pattern = new Glob(call.bytes(i), false);
            pubsub.subscribe(session, kind, name, pattern::matches);
            confirm(call, kind.subscribed(), name, kind);
        }
        keepReply(call);
    }

    private void unsubscribe(Call call, Kind kind) {
        Session session = call.session();
        boolean named = call.count() > 1;
        List<String> names = named ? List.of() : session.subscriptions().names(kind);
        for (int i = 1; i < call.count(); i++) {
            end(call, kind, call.token(i));
        }
        names.forEach(name -> end(call, kind, name));
        if (!named && names.isEmpty()) {
            confirm(call, kind.unsubscribed(), null, kind);
        }
        keepReply(call);
    }

    private void end(Call call, Kind kind, String name) {
        pubsub.unsubscribe(call.session(), kind, name);
        confirm(call, kind.unsubscribed(), name, kind);
    }

    private static void confirm(Call call, String word, @Nullable String name, Kind kind) {
        ReplyWriter reply = call.reply();
        reply.push(3);
        reply.bulk(word);
        reply.bulkOrNull(name == null ? null : name.getBytes(StandardCharsets.ISO_8859_1));
        reply.integer(call.session().subscriptions().countShown(kind));
    }

    /** Confirmations are pushes: CLIENT REPLY OFF does not silence them. */
    private static void keepReply(Call call) {
        if (!call.inTransaction()) {
            call.session().replyPushed();
        }
    }

    private void publish(Call call, Kind kind) {
        Message message = new Message(kind, call.token(1), call.bytes(2));
        call.reply().integer(pubsub.receivers(message));
        call.publish(message);
    }
}
