package io.yggdrasil.resp;

import io.yggdrasil.resp.dispatch.CommandExecutor;
import io.yggdrasil.resp.dispatch.Outcome;
import io.yggdrasil.resp.grid.FieldExpiry;
import io.yggdrasil.resp.session.NoLink;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;

/**
 * Runs HPURGE for a key of this node, with the locks, events and copies of any command.
 *
 * <p>Threads: one.
 */
final class FieldPurge implements FieldExpiry.Purger {
    private static final byte[] HPURGE = "HPURGE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACED = "-WRONGTYPE".getBytes(StandardCharsets.US_ASCII);

    private final CommandExecutor executor;
    private final Session session = new Session(0, new NoLink(), System.currentTimeMillis());

    FieldPurge(CommandExecutor executor) {
        this.executor = executor;
        session.identify(session.user(), true);
        session.unlimited(true);
    }

    /** A key that another node owns by now is that node's to look after. */
    @Override
    public boolean purge(int database, byte[] key) {
        session.database(database);
        ReplyWriter reply = executor.reply();
        reply.clear();
        Outcome outcome = executor.execute(Request.of(HPURGE, key), session, null);
        executor.takeAcks(); // Nobody waits for the copies: what has expired here has expired there.
        return outcome == Outcome.REMOTE || (outcome == Outcome.REPLIED && isDone(reply));
    }

    private static boolean isDone(ReplyWriter reply) {
        byte[] bytes = reply.array();
        if (reply.size() == 0 || bytes[0] != '-') {
            return true;
        }
        for (int i = 0; i < REPLACED.length; i++) {
            if (i >= reply.size() || bytes[i] != REPLACED[i]) {
                return false;
            }
        }
        return true;
    }
}
