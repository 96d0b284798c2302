package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.internals.EntryVersion;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.KeyVersion;
import io.yggdrasil.resp.session.Blocked;
import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.session.WatchedKey;
import io.yggdrasil.resp.wire.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What another node must know of a client to run its requests, and what they may change. */
final class SessionCodec {
    /** The wait of a client at the node that it is connected to. */
    private static final Blocked ELSEWHERE = withError -> false;

    private SessionCodec() {}

    /** Writes what all requests need. */
    static void write(Packer out, Session session) {
        out.putLong(session.id());
        out.putByte(session.database());
        out.putByte(session.protocol());
        out.putByte((session.noTouch() ? 1 : 0)
                | (session.noEvict() ? 2 : 0)
                | (session.blocked() != null ? 4 : 0)
                | (session.isMaster() ? 8 : 0));
        out.putLong(session.createdMillis());
        out.putText(session.user());
        out.putText(session.name());
        out.putText(session.link().remoteAddress());
        out.putText(session.link().localAddress());
    }

    /**
     * Makes a session in the state that was written.
     *
     * @param links makes the link from the client's address and that of the node it is connected to
     */
    static Session read(Unpacker in, Function<String[], ClientLink> links) {
        long id = in.getLong();
        int database = in.getByte();
        int protocol = in.getByte();
        int flags = in.getByte();
        long created = in.getLong();
        String user = in.getText();
        String name = in.getText();
        Session session = new Session(id, links.apply(new String[] {in.getText(), in.getText()}), created);
        session.database(database);
        session.protocol(protocol);
        session.noTouch((flags & 1) != 0);
        session.noEvict((flags & 2) != 0);
        session.blocked((flags & 4) != 0 ? ELSEWHERE : null);
        session.identify(user, true); // Where it is connected, it was let in.
        if ((flags & 8) != 0) {
            session.becomeMaster();
        }
        session.name(name);
        return session;
    }

    /** Writes the open transaction and the keys under WATCH. */
    static void writeTransaction(Packer out, Transaction transaction, List<WatchedKey> watched) {
        out.putInt(transaction.queued().size());
        for (int i = 0; i < transaction.queued().size(); i++) {
            out.putRequest(transaction.queued().get(i));
            out.putText(transaction.refusal(i));
            out.putByte((transaction.mayWrite() ? 1 : 0) | (transaction.mayNeedMemory() ? 2 : 0));
        }
        writeWatched(out, watched);
    }

    /** Gives the session the transaction and the keys under WATCH. */
    static void readTransaction(Unpacker in, Session session) {
        Transaction transaction = new Transaction();
        Map<Integer, String> refusals = new HashMap<>();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            Request request = new Request();
            in.getRequest(request);
            String refusal = in.getTextOrNull();
            if (refusal != null) {
                refusals.put(i, refusal);
            }
            int flags = in.getByte();
            transaction.queue(request, (flags & 1) != 0, (flags & 2) != 0);
        }
        transaction.judged(null, refusals);
        session.transaction(transaction);
        readWatched(in, session);
    }

    static void writeWatched(Packer out, List<WatchedKey> watched) {
        out.putInt(watched.size());
        for (WatchedKey key : watched) {
            out.putByte(key.database());
            out.putBytes(key.key().bytes());
            writeVersion(out, key.version());
        }
    }

    private static void writeVersion(Packer out, KeyVersion version) {
        out.putLong(version.swaps());
        out.putBytes(EntryVersion.encode(version.entry()));
        out.putLong(version.stamp());
    }

    private static KeyVersion readVersion(Unpacker in) {
        return new KeyVersion(in.getLong(), EntryVersion.decode(in.getBytesOrNull()), in.getLong());
    }

    static void readWatched(Unpacker in, Session session) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            int database = in.getByte();
            Key key = Key.of(in.getBytes());
            session.watch(new WatchedKey(database, key, readVersion(in)));
        }
    }
}
