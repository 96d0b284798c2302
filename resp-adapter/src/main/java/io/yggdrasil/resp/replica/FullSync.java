package io.yggdrasil.resp.replica;

import io.yggdrasil.resp.rdb.DumpPayload;
import io.yggdrasil.resp.rdb.KeyText;
import io.yggdrasil.resp.rdb.RdbFileReader;
import io.yggdrasil.resp.rdb.RdbFormatException;
import io.yggdrasil.resp.replica.LinkException.Cure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over all keys of a master: what it sends is an RDB file, whose keys are restored as they come, each by RESTORE. Before
 * the first, all databases are emptied. One value at a time is in memory, besides the requests under way.
 *
 * <pre>
 *   $length CRLF file           or, of a master that has no file,           $EOF:mark CRLF file mark        mark: 40 bytes
 * </pre>
 */
final class FullSync implements RdbFileReader.Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(FullSync.class);
    private static final String MARKED = "$EOF:";
    private static final int MARK_BYTES = 40;
    private static final long UNKNOWN_LENGTH = 0;

    /** What a server takes as one argument, less the end of a payload. */
    private static final int VALUE_BYTES_MAX = (512 << 20) - 64;

    private final MasterConnection master;
    private final Applier applier;
    private volatile long bytes = UNKNOWN_LENGTH;
    private volatile long bytesLoaded;
    private RdbFileReader file;
    private long database;
    private long chosenDatabase;
    private long keys;
    private int streamDatabase;

    FullSync(MasterConnection master, Applier applier) {
        this.master = master;
        this.applier = applier;
        this.file = RdbFileReader.ofStream(master, VALUE_BYTES_MAX);
    }

    /** Length of what the master sends; 0: not known. */
    long bytes() {
        return bytes;
    }

    /** How much of it was read. */
    long bytesLoaded() {
        return bytesLoaded;
    }

    /**
     * Reads and applies everything.
     *
     * @param place from where on the master's commands follow
     * @return what was read of these commands
     */
    byte[] load(Handshake.Place place) throws IOException {
        String head = master.line();
        byte[] mark = markOf(head);
        LOG.warn("All databases are emptied now, to take over what the master has");
        applier.request("FLUSHALL");
        applier.request("SELECT", "0");
        applier.drain(master::beat);
        byte[] behind = read(mark);
        applier.request("SELECT", Integer.toString(streamDatabase));
        applier.drain(master::beat);
        applier.startAt(place.offset(), streamDatabase);
        LOG.info("{} keys were taken over, {} bytes", keys, file.offset());
        return behind;
    }

    private byte[] markOf(String head) throws LinkException {
        if (head.startsWith(MARKED) && head.length() == MARKED.length() + MARK_BYTES) {
            return head.substring(MARKED.length()).getBytes(StandardCharsets.ISO_8859_1);
        }
        if (!head.matches("\\$\\d{1,18}")) {
            throw new LinkException(Cure.RETRY, "the master sends no keys but: " + head);
        }
        bytes = Long.parseLong(head.substring(1));
        return new byte[0];
    }

    private byte[] read(byte[] mark) throws IOException {
        try {
            file.read(this);
            file.readChecksum();
            bytesLoaded = file.offset();
            boolean isWhole =
                    mark.length == 0 ? bytesLoaded == bytes : Arrays.equals(file.readBehind(MARK_BYTES), mark);
            if (!isWhole) {
                throw new RdbFormatException("it does not end where the master says");
            }
            return file.unread();
        } catch (RdbFormatException e) {
            throw new LinkException(Cure.STOP, "the keys that the master sends cannot be read: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void fact(String name, String value) {
        if (name.equals("repl-stream-db") && value.matches("\\d{1,9}")) {
            streamDatabase = Integer.parseInt(value);
        }
    }

    @Override
    public void database(long number) {
        database = number;
    }

    @Override
    public void key(RdbFileReader.Entry entry) throws IOException {
        bytesLoaded = file.offset();
        master.beat();
        applier.awaitRoom(master::beat);
        if (chosenDatabase != database) {
            applier.request("SELECT", Long.toString(database));
            chosenDatabase = database;
        }
        restore(entry);
        keys++;
    }

    private void restore(RdbFileReader.Entry entry) {
        byte[] expiry = Long.toString(entry.expiryMillis()).getBytes(StandardCharsets.US_ASCII);
        byte[] footer = DumpPayload.footer(entry.value(), entry.valueBytes());
        byte[] head = words("*6\r\n$7\r\nRESTORE\r\n", entry.key(), expiry);
        byte[] length =
                ("$" + ((long) entry.valueBytes() + footer.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\r\n$6\r\nABSTTL\r\n$7\r\nREPLACE\r\n".getBytes(StandardCharsets.US_ASCII);
        applier.expect(Step.ofLoad("RESTORE " + KeyText.of(entry.key()), head.length + (long) entry.valueBytes()));
        send(head);
        send(length);
        applier.send(entry.value(), 0, entry.valueBytes());
        send(footer);
        send(tail);
    }

    private void send(byte[] part) {
        applier.send(part, 0, part.length);
    }

    private static byte[] words(String start, byte[]... words) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
        for (byte[] word : words) {
            out.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(word);
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }

    @Override
    public void unreadable(byte[] key, String why) throws IOException {
        throw new LinkException(Cure.STOP, "key " + KeyText.of(key) + " of database " + database + ": " + why);
    }

    @Override
    public void leftOut(String what) {
        LOG.warn("{} of the master is left out", what);
    }
}
