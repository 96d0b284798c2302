package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.internals.EntryKey;
import io.yggdrasil.resp.grid.Grid;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.waiting.Owners;
import io.yggdrasil.resp.waiting.Waits;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes tell each other of clients that wait for keys.
 *
 * <pre>
 *   WAIT i8    | waiter i64 | ordinal of the type i8 | heeds loss i8 | since millis i64 | keys
 *   LEAVE i8   | waiter i64
 *   OFFER i8   | waiter i64 | offer i64
 *   DECLINE i8 | waiter i64 | offer i64
 * </pre>
 *
 * <p>Threads: any; the messages of one node are passed in their order.
 */
final class WaitMessages implements Owners {
    private static final Logger LOG = LoggerFactory.getLogger(WaitMessages.class);
    private static final ValueType[] TYPES = ValueType.values();

    private final Grid grid;
    private final Waits waits;
    private final Lane.Outgoing outgoing;
    private final Function<UUID, Peers.Readiness> readiness;

    WaitMessages(Grid grid, Waits waits, Lane.Outgoing outgoing, Function<UUID, Peers.Readiness> readiness) {
        this.grid = grid;
        this.waits = waits;
        this.outgoing = outgoing;
        this.readiness = readiness;
        waits.connect(this);
    }

    @Override
    public boolean enrol(UUID owner, Enrolment enrolment) {
        if (readiness.apply(owner) != Peers.Readiness.READY) {
            return false;
        }
        Packer out = message(MessageKind.WAIT, enrolment.number());
        out.putByte(enrolment.type().ordinal());
        out.putByte(enrolment.heedsLoss() ? 1 : 0);
        out.putLong(enrolment.sinceMillis());
        RowCodec.writeKeys(out, enrolment.keys());
        return send(owner, out);
    }

    @Override
    public void leave(UUID owner, long number) {
        send(owner, message(MessageKind.LEAVE, number));
    }

    @Override
    public boolean offer(UUID client, long number, long offer) {
        Packer out = message(MessageKind.OFFER, number);
        out.putLong(offer);
        return send(client, out);
    }

    @Override
    public void decline(UUID owner, long number, long offer) {
        Packer out = message(MessageKind.DECLINE, number);
        out.putLong(offer);
        send(owner, out);
    }

    private static Packer message(byte kind, long number) {
        Packer out = new Packer(64);
        out.putByte(kind);
        out.putLong(number);
        return out;
    }

    private boolean send(UUID node, Packer out) {
        return outgoing.send(node, out.array(), out.size());
    }

    /** A message of another node has come. */
    void onMessage(UUID from, byte[] message) {
        Unpacker in = new Unpacker(message, 1);
        long number = in.getLong();
        switch (message[0]) {
            case MessageKind.WAIT -> onWait(from, number, in);
            case MessageKind.LEAVE -> waits.onLeave(from, number);
            case MessageKind.OFFER -> waits.onOffer(from, number, in.getLong());
            case MessageKind.DECLINE -> waits.onDecline(from, number, in.getLong());
            default -> throw new IllegalArgumentException("kind=" + message[0]);
        }
    }

    private void onWait(UUID from, long number, Unpacker in) {
        ValueType type = TYPES[in.getByte()];
        boolean heedsLoss = in.getByte() != 0;
        long since = in.getLong();
        try {
            List<EntryKey> keys = RowCodec.readKeys(in, new RowCodec.Stores(grid));
            waits.onEnrol(from, new Enrolment(number, type, heedsLoss, since, keys));
        } catch (YggdrasilException e) {
            // The database is gone here; when its client's node sees that, the client queues up anew.
            LOG.debug("A client of node {} waits for keys that are not here", from, e);
        }
    }

    void onNodeLeft(UUID node) {
        waits.onNodeLeft(node);
    }
}
