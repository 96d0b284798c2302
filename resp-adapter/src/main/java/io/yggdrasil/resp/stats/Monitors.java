package io.yggdrasil.resp.stats;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.session.Push;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The clients that run MONITOR, and the line that each of them gets for every command. */
public final class Monitors {
    private final List<Session> watching = new CopyOnWriteArrayList<>();
    private final Redaction redaction;

    /** Makes an empty list. */
    public Monitors(Redaction redaction) {
        this.redaction = redaction;
    }

    /** Whether anybody watches. */
    public boolean isEmpty() {
        return watching.isEmpty();
    }

    /** Adds a client. */
    public void add(Session session) {
        if (!session.monitor()) {
            session.monitor(true);
            watching.add(session);
        }
    }

    /** Removes a client. */
    public void remove(Session session) {
        if (session.monitor()) {
            session.monitor(false);
            watching.remove(session);
        }
    }

    /** Tells everybody of a command. */
    public void show(Session session, Command command, Request request, long epochMicros) {
        Push line = Push.of(line(session, command, request, epochMicros).getBytes(StandardCharsets.ISO_8859_1));
        watching.forEach(monitor -> monitor.link().push(line));
    }

    private String line(Session session, Command command, Request request, long epochMicros) {
        StringBuilder out = new StringBuilder(64 + 2 * request.byteCount());
        out.append('+').append(epochMicros / 1_000_000).append('.');
        String micros = Long.toString(epochMicros % 1_000_000);
        out.append("0".repeat(6 - micros.length())).append(micros);
        out.append(" [").append(session.database()).append(' ');
        out.append(session.link().remoteAddress()).append(']');
        for (int i = 0; i < request.count(); i++) {
            out.append(" \"");
            if (redaction.hides(command, request, i)) {
                out.append(Redaction.REDACTED);
            } else {
                quote(request.buffer(), request.offset(i), request.length(i), out);
            }
            out.append('"');
        }
        return out.append("\r\n").toString();
    }

    private static void quote(byte[] bytes, int from, int length, StringBuilder out) {
        for (int i = from; i < from + length; i++) {
            int b = bytes[i] & 0xff;
            switch (b) {
                case '\\', '"' -> out.append('\\').append((char) b);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 7 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                default -> {
                    if (b >= ' ' && b < 127) {
                        out.append((char) b);
                    } else {
                        out.append("\\x").append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
                    }
                }
            }
        }
    }
}
