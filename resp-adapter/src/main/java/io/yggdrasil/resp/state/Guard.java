package io.yggdrasil.resp.state;

import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.clients.PauseGate;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.dispatch.AccessControl;
import io.yggdrasil.resp.script.RunningScripts;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.wire.Request;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Refuses what a client may not do, and holds what it may not do now. */
final class Guard implements AccessControl {
    /** What a client of RESP2 may do while it is subscribed to anything. */
    private static final Set<String> SUBSCRIBED = Set.of(
            "subscribe",
            "psubscribe",
            "ssubscribe",
            "unsubscribe",
            "punsubscribe",
            "sunsubscribe",
            "ping",
            "quit",
            "reset");

    private final Users users;
    private final PauseGate gate;
    private final MemoryLimit memory;
    private final CopiesLimit copies;
    private final DiskLimit disk;
    private final RunningScripts scripts;
    private final BooleanSupplier readOnly;
    private final BooleanSupplier holdsExpiry;

    /**
     * Makes the guard.
     *
     * @param readOnly whether nobody but a master may write
     * @param holdsExpiry whether nothing that has expired may be removed
     */
    Guard(
            Users users,
            PauseGate gate,
            MemoryLimit memory,
            CopiesLimit copies,
            DiskLimit disk,
            RunningScripts scripts,
            BooleanSupplier readOnly,
            BooleanSupplier holdsExpiry) {
        this.users = users;
        this.scripts = scripts;
        this.gate = gate;
        this.memory = memory;
        this.copies = copies;
        this.disk = disk;
        this.readOnly = readOnly;
        this.holdsExpiry = holdsExpiry;
    }

    @Override
    public @Nullable String refusal(Session session, Command command, Request request) {
        String refusal = users.refusal(session, command, request);
        return refusal == null ? refusalOfServer(session, command) : refusal;
    }

    /** As {@link #refusal}, without a look at the client's rights. */
    private @Nullable String refusalOfServer(Session session, Command command) {
        if (needsMemory(session, command) && memory.isExceeded()) {
            return "OOM command not allowed when used memory > 'maxmemory'.";
        }
        if (disk.isExceeded() && writes(session, command) && !session.isMaster()) {
            return "MISCONF Errors writing to the AOF file: No space left on device";
        }
        if (copies.isMissed() && writes(session, command) && !session.isMaster()) {
            return "NOREPLICAS Not enough good replicas to write.";
        }
        if (writes(session, command) && readOnly.getAsBoolean() && !session.isMaster()) {
            return "READONLY You can't write against a read only replica.";
        }
        if (session.subscriptions().any() && session.protocol() == 2 && !SUBSCRIBED.contains(command.name())) {
            return "ERR Can't execute '" + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        return null;
    }

    @Override
    public @Nullable Object rights(Session session) {
        return users.rights(session);
    }

    @Override
    public @Nullable String refusalAtExec(Session session, Command command, Request request) {
        return users.refusalAtExec(session, command, request);
    }

    @Override
    public @Nullable String refusalInScript(Session session, Command command, Request request) {
        String refusal = users.refusalInScript(session, command, request);
        return refusal == null ? refusalOfServer(session, command) : refusal;
    }

    @Override
    public boolean allows(Session session, Command command, Request request) {
        return users.allows(session, command, request);
    }

    /**
     * What refuses requests that another executor has taken already, be it of another node: the client's rights were
     * judged there, and what holds clients back has held it back there.
     */
    AccessControl behind() {
        return new AccessControl() {
            @Override
            public @Nullable String refusal(Session session, Command command, Request request) {
                return refusalOfServer(session, command);
            }

            @Override
            public @Nullable String busy(Command command, Request request) {
                return Guard.this.busy(command, request);
            }

            @Override
            public @Nullable String refusalInScript(Session session, Command command, Request request) {
                return Guard.this.refusalInScript(session, command, request);
            }

            @Override
            public boolean allows(Session session, Command command, Request request) {
                return Guard.this.allows(session, command, request);
            }
        };
    }

    @Override
    public @Nullable String busy(Command command, Request request) {
        if (!scripts.any() || command.has(CommandFlag.ALLOW_BUSY) || !scripts.isBusy()) {
            return null;
        }
        boolean ends = command.name().equals("shutdown") && request.count() == 2 && request.is(1, "NOSAVE");
        return ends ? null : scripts.busyError();
    }

    @Override
    public boolean isDeniedInScripts(Command command) {
        return command.has(CommandFlag.NOSCRIPT) && !scripts.mayRunAll();
    }

    @Override
    public boolean isShortOfCopies() {
        return copies.isMissed();
    }

    @Override
    public boolean isMemoryFull() {
        return memory.isExceeded();
    }

    private static boolean writes(Session session, Command command) {
        Transaction transaction = session.transaction();
        return command.isWrite()
                || (transaction != null && command.fullName().equals("exec") && transaction.mayWrite());
    }

    /** Queueing needs memory, too, whatever is queued; ending a transaction does not, unless its commands do. */
    private static boolean needsMemory(Session session, Command command) {
        Transaction transaction = session.transaction();
        if (transaction == null) {
            return command.isDenyOom();
        }
        return switch (command.fullName()) {
            case "exec" -> transaction.mayNeedMemory();
            case "discard", "quit", "reset" -> false;
            default -> true;
        };
    }

    @Override
    public boolean holds(Session session, Command command, Request request) {
        return gate.holds(session, command, request)
                || (needsMemory(session, command) && memory.holds(request.byteCount()));
    }

    @Override
    public boolean holdsExpiry() {
        return holdsExpiry.getAsBoolean();
    }

    @Override
    public long holdMillis() {
        return gate.millisLeft();
    }
}
