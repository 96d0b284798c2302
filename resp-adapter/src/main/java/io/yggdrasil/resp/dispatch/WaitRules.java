package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.Waiting;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;

/** Which requests wait for keys, and which find nothing because others wait already. Threads: the executor's. */
final class WaitRules {
    private final GridKeyspaces keyspaces;
    private final Call call;
    private final KeyPositions positions;

    /**
     * Makes the rules of one executor.
     *
     * @param call the running request
     * @param positions where its keys are
     */
    WaitRules(GridKeyspaces keyspaces, Call call, KeyPositions positions) {
        this.keyspaces = keyspaces;
        this.call = call;
        this.positions = positions;
    }

    /** For how long a request waits that finds nothing; {@link Waiting#NOT_AT_ALL} for most. */
    static long millis(Command command, Request request) {
        Waiting waiting = command.waiting();
        return waiting == null ? Waiting.NOT_AT_ALL : waiting.millisOf(request);
    }

    static boolean mayWait(Command command, Request request) {
        return millis(command, request) != Waiting.NOT_AT_ALL;
    }

    /** Whether others have waited longer for what the command would take; it finds nothing then, and waits behind them. */
    boolean queuesUp(Command command, Request request, Session session) {
        Waiting waiting = command.waiting();
        if (waiting == null
                || !waiting.isTaking()
                || session.blocked() != null
                || waiting.millisOf(request) == Waiting.NOT_AT_ALL) {
            return false;
        }
        boolean awaited = false;
        for (int i = 0; i < positions.count() && positions.spec(i) == positions.spec(0); i++) {
            awaited |= keyspaces.isAwaited(session.database(), call.key(positions.index(i)));
        }
        return awaited && !findsAnotherType(waiting, session.database());
    }

    /** Whether one of the keys is no collection to wait for; then the command is run, and says so. */
    private boolean findsAnotherType(Waiting waiting, int database) {
        for (int i = 0; i < positions.count() && positions.spec(i) == positions.spec(0); i++) {
            ValueType type = keyspaces.database(database).type(call.key(positions.index(i)));
            if (type != null && type != waiting.type()) {
                return true;
            }
        }
        return false;
    }
}
