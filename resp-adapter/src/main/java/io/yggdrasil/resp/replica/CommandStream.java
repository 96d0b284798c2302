package io.yggdrasil.resp.replica;

import io.yggdrasil.resp.rdb.KeyText;
import io.yggdrasil.resp.replica.LinkException.Cure;
import io.yggdrasil.resp.wire.ProtocolException;
import io.yggdrasil.resp.wire.Request;
import io.yggdrasil.resp.wire.RequestLimits;
import io.yggdrasil.resp.wire.RequestParser;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads what a master's clients change and has it applied. Requests are parsed for their ends and names; their bytes are passed
 * on as they came, all that one read brought at once.
 *
 * <p>What a master says to its replica itself (PING, REPLCONF GETACK) is not passed on, but counts for the offset.
 */
final class CommandStream {
    private static final int BUFFER_BYTES = 256 << 10;

    private final MasterConnection master;
    private final Applier applier;
    private final RequestParser parser = new RequestParser(() -> RequestLimits.DEFAULT, () -> true);
    private final Request request = new Request();
    private byte[] buffer;
    private int start;
    private int end;
    private int passed;
    private volatile long offset;
    private int database;
    private boolean isInTransaction;

    /** A stream that goes on where the applier is; {@code first} was read already. */
    CommandStream(MasterConnection master, Applier applier, byte[] first) {
        this.master = master;
        this.applier = applier;
        this.offset = applier.offset();
        this.database = applier.database();
        this.buffer = Arrays.copyOf(first, Math.max(BUFFER_BYTES, first.length));
        this.end = first.length;
    }

    /** Up to where the master's history was read. */
    long offset() {
        return offset;
    }

    /** Whether the last request that was passed on is inside of a transaction. */
    boolean isInTransaction() {
        return isInTransaction;
    }

    /** Applies what comes; ends by an exception only. */
    void run() throws IOException {
        while (true) {
            process();
            makeRoom();
            end += master.read(buffer, end, buffer.length - end);
        }
    }

    private void process() throws IOException {
        applier.awaitRoom(master::beat);
        passed = start;
        try {
            while (parser.parse(buffer, start, end, request)) {
                int from = start;
                start += parser.position();
                offset += parser.position();
                take(from);
            }
        } catch (ProtocolException e) {
            throw new LinkException(Cure.RELOAD, "the master's commands cannot be read: " + e.getMessage());
        }
        pass(start);
    }

    /** Takes the request that begins at {@code from}; it ends at {@link #start}. */
    private void take(int from) throws IOException {
        if (request.count() == 0 || (request.is(0, "PING") && request.count() == 1)) {
            pass(from);
            passed = start;
            applier.passTo(offset);
        } else if (request.is(0, "REPLCONF")) {
            pass(from);
            passed = start;
            answer();
            applier.passTo(offset);
        } else {
            apply(start - from);
        }
    }

    private void answer() throws IOException {
        if (request.count() > 1 && request.is(1, "GETACK")) {
            applier.drain(master::beat);
            master.send("REPLCONF", "ACK", Long.toString(applier.offset()));
        }
    }

    private void apply(int bytes) {
        if (request.is(0, "MULTI")) {
            isInTransaction = true;
        } else if (request.is(0, "EXEC")) {
            isInTransaction = false;
        } else if (request.is(0, "SELECT") && request.count() == 2) {
            database = number(request.text(1));
        }
        String what = request.count() > 1 ? request.text(0) + " " + KeyText.of(request.bytes(1)) : request.text(0);
        applier.expect(new Step(what, bytes, offset, database, !isInTransaction));
    }

    /** What is no number is the server's to refuse. */
    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** Passes on what was taken and ends before {@code to}. */
    private void pass(int to) {
        if (passed < to) {
            applier.send(buffer, passed, to);
            applier.flush();
            passed = to;
        }
    }

    /** Makes room for more of the request in progress, whose bytes move to the front. */
    private void makeRoom() {
        int length = end - start;
        long wanted = Math.max(parser.bytesWanted(), length + 1L);
        if (length > 0 && start + wanted <= buffer.length) {
            return;
        }
        byte[] target = buffer;
        if (wanted > buffer.length) {
            target = new byte[(int) Math.min(Math.max(wanted, 2L * buffer.length), Integer.MAX_VALUE - 8)];
        } else if (buffer.length > BUFFER_BYTES && wanted <= BUFFER_BYTES) {
            target = new byte[BUFFER_BYTES];
        }
        System.arraycopy(buffer, start, target, 0, length);
        RequestParser.moved(request, target, -start);
        buffer = target;
        start = 0;
        end = length;
    }
}
