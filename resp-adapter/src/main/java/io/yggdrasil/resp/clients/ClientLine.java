package io.yggdrasil.resp.clients;

import io.yggdrasil.resp.session.KeyTracking;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Subscription.Kind;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.wire.Latin;

/** A client in one line, as CLIENT LIST and CLIENT INFO show it. */
public final class ClientLine {
    private static final int SESSION_BYTES = 2048;
    private static final int MILLIS = 1000;

    private ClientLine() {}

    /** The line, without its end. {@code argumentBytes}: of the command that the client runs now. */
    public static String of(Session session, long nowMillis, long argumentBytes) {
        Transaction transaction = session.transaction();
        KeyTracking tracking = session.tracking();
        long queuedBytes = transaction == null ? 0 : transaction.bytes();
        long input = session.link().inputBytes();
        long output = session.link().outputBytes();
        return new StringBuilder(320)
                .append("id=")
                .append(session.id())
                .append(" addr=")
                .append(session.link().remoteAddress())
                .append(" laddr=")
                .append(session.link().localAddress())
                .append(" fd=")
                .append(session.link().descriptor())
                .append(" name=")
                .append(session.name())
                .append(" age=")
                .append((nowMillis - session.createdMillis()) / MILLIS)
                .append(" idle=")
                .append(Math.max(0, nowMillis - session.lastCommandMillis()) / MILLIS)
                .append(" flags=")
                .append(flags(session))
                .append(" db=")
                .append(session.database())
                .append(" sub=")
                .append(session.subscriptions().count(Kind.CHANNEL))
                .append(" psub=")
                .append(session.subscriptions().count(Kind.PATTERN))
                .append(" ssub=")
                .append(session.subscriptions().count(Kind.SHARD))
                .append(" multi=")
                .append(transaction == null ? -1 : transaction.count())
                .append(" qbuf=")
                .append(input)
                .append(" qbuf-free=0 argv-mem=")
                .append(argumentBytes)
                .append(" multi-mem=")
                .append(queuedBytes)
                .append(" rbs=0 rbp=0 obl=0 oll=")
                .append(output > 0 ? 1 : 0)
                .append(" omem=")
                .append(output)
                .append(" tot-mem=")
                .append(SESSION_BYTES + input + output + argumentBytes + queuedBytes)
                .append(" events=r cmd=")
                .append(session.lastCommand())
                .append(" user=")
                .append(Latin.shown(session.user()))
                .append(" redir=")
                .append(tracking == null ? -1 : tracking.options().redirection())
                .append(" resp=")
                .append(session.protocol())
                .append(" lib-name=")
                .append(session.libraryName())
                .append(" lib-ver=")
                .append(session.libraryVersion())
                .toString();
    }

    private static String flags(Session session) {
        StringBuilder flags = new StringBuilder(8);
        append(flags, session.monitor(), 'O');
        append(flags, session.subscriptions().any(), 'P');
        append(flags, session.transaction() != null, 'x');
        append(flags, session.blocked() != null || session.paused(), 'b');
        KeyTracking tracking = session.tracking();
        append(flags, tracking != null, 't');
        append(flags, tracking != null && tracking.isRedirectionBroken(), 'R');
        append(flags, tracking != null && tracking.options().broadcast(), 'B');
        append(flags, session.closing(), 'c');
        append(flags, session.clusterReads(), 'r');
        append(flags, session.noEvict(), 'e');
        append(flags, session.noTouch(), 'T');
        append(flags, flags.isEmpty(), 'N');
        return flags.toString();
    }

    private static void append(StringBuilder flags, boolean set, char flag) {
        if (set) {
            flags.append(flag);
        }
    }
}
