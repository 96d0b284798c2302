package io.yggdrasil.resp.stats;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The commands that took longer than {@code slowlog-log-slower-than}, the newest first, {@code slowlog-max-len} at most. */
public final class SlowLog {
    private static final int ARGUMENTS_MAX = 32;
    private static final int ARGUMENT_BYTES_MAX = 128;

    private final Parameter lengthMax;
    private final Redaction redaction;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private volatile long thresholdNanos;
    private long nextId;

    /** Makes an empty log. */
    public SlowLog(Parameters parameters, Redaction redaction) {
        Parameter threshold = parameters.get("slowlog-log-slower-than");
        threshold.onChange(changed -> thresholdNanos = nanos(changed.number()));
        this.thresholdNanos = nanos(threshold.number());
        this.lengthMax = parameters.get("slowlog-max-len");
        this.redaction = redaction;
    }

    /** Whether a command that took so long belongs here. */
    public boolean takes(long nanos) {
        return nanos >= thresholdNanos;
    }

    private static long nanos(long micros) {
        return micros < 0 || micros > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : micros * 1000;
    }

    /** Adds a command that ran. */
    public void add(Session session, Command command, Request request, long nanos, long nowMillis) {
        List<byte[]> arguments = arguments(command, request);
        String address = session.link().remoteAddress();
        synchronized (this) {
            entries.addFirst(new Entry(nextId++, nowMillis / 1000, nanos / 1000, arguments, address, session.name()));
            trim();
        }
    }

    private void trim() {
        long max = lengthMax.number();
        while (entries.size() > max) {
            entries.removeLast();
        }
    }

    private List<byte[]> arguments(Command command, Request request) {
        int kept = Math.min(request.count(), ARGUMENTS_MAX);
        List<byte[]> arguments = new ArrayList<>(kept);
        for (int i = 0; i < kept; i++) {
            boolean last = i == ARGUMENTS_MAX - 1 && request.count() > ARGUMENTS_MAX;
            arguments.add(
                    last
                            ? text("... (" + (request.count() - ARGUMENTS_MAX + 1) + " more arguments)")
                            : argument(command, request, i));
        }
        return arguments;
    }

    private byte[] argument(Command command, Request request, int i) {
        if (redaction.hides(command, request, i)) {
            return text(Redaction.REDACTED);
        }
        int length = request.length(i);
        if (length <= ARGUMENT_BYTES_MAX) {
            return request.bytes(i);
        }
        byte[] note = text("... (" + (length - ARGUMENT_BYTES_MAX) + " more bytes)");
        byte[] shortened = new byte[ARGUMENT_BYTES_MAX + note.length];
        System.arraycopy(request.buffer(), request.offset(i), shortened, 0, ARGUMENT_BYTES_MAX);
        System.arraycopy(note, 0, shortened, ARGUMENT_BYTES_MAX, note.length);
        return shortened;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The newest {@code count} entries. */
    public synchronized List<Entry> newest(long count) {
        List<Entry> found = new ArrayList<>();
        Iterator<Entry> iterator = entries.iterator();
        while (iterator.hasNext() && found.size() < count) {
            found.add(iterator.next());
        }
        return found;
    }

    /** Number of entries. */
    public synchronized int size() {
        return entries.size();
    }

    /** Drops every entry. */
    public synchronized void clear() {
        entries.clear();
    }

    /**
     * One slow command.
     *
     * @param id grows with every entry
     * @param timeSeconds when it ran, in seconds since 1970
     * @param micros how long, in microseconds
     * @param arguments its arguments, shortened
     * @param address its client's address
     * @param clientName its client's name, empty when it has none
     */
    public record Entry(
            long id, long timeSeconds, long micros, List<byte[]> arguments, String address, String clientName) {}
}
