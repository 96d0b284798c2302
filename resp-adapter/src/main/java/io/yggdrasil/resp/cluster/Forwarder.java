package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.dispatch.RemoteExecution;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends the requests of one event loop to the nodes that own their keys and brings the replies back.
 *
 * <p>Threads: the event loop; {@link #onReplies} and {@link #onNodeLeft} change to it.
 */
final class Forwarder implements RemoteExecution {
    private static final byte[] NO_SERVER = error("CLUSTERDOWN The owner of the key does not serve Redis clients");

    private final int id;
    private final Peers peers;
    private final SpanRunner runner;
    private final Executor loop;
    private final Map<UUID, Lane> lanes = new HashMap<>();

    Forwarder(int id, Peers peers, SpanRunner runner, Executor loop) {
        this.id = id;
        this.peers = peers;
        this.runner = runner;
        this.loop = loop;
    }

    @Override
    public boolean forward(UUID node, Command command, Request request, Session session, ReplySlots slots) {
        switch (peers.readiness(node)) {
            case NEVER -> {
                slots.reserve(false).complete(NO_SERVER);
                return true;
            }
            case NOT_YET -> {
                return false;
            }
            case READY -> {}
        }
        Lane lane = lanes.computeIfAbsent(node, owner -> new Lane(owner, id, peers::send));
        if (!lane.hasRoom()) {
            return false;
        }
        Transaction transaction = session.transaction();
        if (transaction == null) {
            boolean holds = isWatch(command) || mayBeDeferred(command);
            lane.add(request, session, slots.reserve(holds), command.isReadOnly() || isWatch(command), holds);
        } else {
            lane.addTransaction(transaction, session, slots.reserve(selects(transaction)));
            session.transaction(null);
            session.unwatch();
        }
        return true;
    }

    /** WATCH changes its client's state, which its later requests need. */
    private static boolean isWatch(Command command) {
        return command.name().equals("watch");
    }

    /** Whether the owner may have it run beside what comes behind it, as it may take long or stray to keys of other nodes. */
    private static boolean mayBeDeferred(Command command) {
        return command.has(CommandFlag.BLOCKING)
                || command.has(CommandFlag.SLOW_PATH)
                || command.has(CommandFlag.SCRIPT);
    }

    private static boolean selects(Transaction transaction) {
        return transaction.queued().stream().anyMatch(request -> request.is(0, "SELECT"));
    }

    @Override
    public boolean span(Command command, Request request, Session session, ReplySlots slots) {
        runner.run(command, request.copy(), session, slots.reserve(true));
        return true;
    }

    @Override
    public void flush() {
        for (Lane lane : lanes.values()) {
            boolean was = lane.isBroken();
            lane.flush();
            if (lane.isBroken() && !was) {
                loop.execute(lane::mend);
            }
        }
    }

    /** Runs the task on the loop; returns false when the loop has ended. */
    boolean onLoop(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** A node answered requests of this loop. */
    void onReplies(UUID from, byte[] message) {
        onLoop(() -> answer(from, message));
    }

    private void answer(UUID from, byte[] message) {
        Lane lane = lanes.get(from);
        Unpacker in = new Unpacker(message, 1 + 4);
        int era = in.getInt();
        long number = in.getLong();
        SentBatch batch = lane == null ? null : lane.unanswered(number);
        if (lane == null || batch == null) {
            return;
        }
        boolean refused = false;
        while (in.hasMore()) {
            int index = in.getInt();
            refused |= answer(batch, index, in);
        }
        if (refused) {
            lane.refused(era);
        }
        lane.answered(number, batch);
        flush();
    }

    private static boolean answer(SentBatch batch, int index, Unpacker in) {
        int kind = in.getByte();
        boolean first = batch.answer(index);
        SentBatch.Item item = batch.item(index);
        if (kind == InboundBatch.REFUSED) {
            if (first) {
                batch.rerun(item);
            }
            return true;
        }
        if (kind == InboundBatch.CHANGED) {
            item.session().database(in.getByte());
            SessionCodec.readWatched(in, item.session());
        }
        byte[] reply = in.getBytes();
        if (first) {
            item.slot().complete(reply);
        }
        return false;
    }

    /** A node left: reads are run again; of a write nobody knows whether it was done. */
    void onNodeLeft(UUID node) {
        onLoop(() -> abandon(node));
    }

    private void abandon(UUID node) {
        Lane lane = lanes.remove(node);
        if (lane == null) {
            return;
        }
        lane.flush();
        for (SentBatch batch : lane.abandon()) {
            abandon(batch);
        }
    }

    private static void abandon(SentBatch batch) {
        for (int i = 0; i < batch.count(); i++) {
            SentBatch.Item item = batch.item(i);
            if (!batch.answer(i)) {
                continue;
            }
            if (item.repeatable()) {
                batch.rerun(item);
            } else {
                item.slot().lose();
            }
        }
    }

    private static byte[] error(String message) {
        return ("-" + message + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
