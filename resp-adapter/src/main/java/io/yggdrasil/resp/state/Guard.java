package io.yggdrasil.resp.state;

import io.yggdrasil.resp.clients.Passwords;
import io.yggdrasil.resp.clients.PauseGate;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.dispatch.AccessControl;
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

    private final Passwords passwords;
    private final PauseGate gate;
    private final MemoryLimit memory;
    private final CopiesLimit copies;
    private final BooleanSupplier readOnly;
    private final BooleanSupplier holdsExpiry;

    /**
     * Makes the guard.
     *
     * @param readOnly whether nobody but a master may write
     * @param holdsExpiry whether nothing that has expired may be removed
     */
    Guard(
            Passwords passwords,
            PauseGate gate,
            MemoryLimit memory,
            CopiesLimit copies,
            BooleanSupplier readOnly,
            BooleanSupplier holdsExpiry) {
        this.passwords = passwords;
        this.gate = gate;
        this.memory = memory;
        this.copies = copies;
        this.readOnly = readOnly;
        this.holdsExpiry = holdsExpiry;
    }

    @Override
    public @Nullable String refusal(Session session, Command command, Request request) {
        if (session.user() == null && !command.has(CommandFlag.NO_AUTH) && passwords.isRequired()) {
            return "NOAUTH Authentication required.";
        }
        if (needsMemory(session, command) && memory.isExceeded()) {
            return "OOM command not allowed when used memory > 'maxmemory'.";
        }
        if (copies.isMissed() && !session.isMaster() && writes(session, command)) {
            return "NOREPLICAS Not enough good replicas to write.";
        }
        if (readOnly.getAsBoolean() && !session.isMaster() && writes(session, command)) {
            return "READONLY You can't write against a read only replica.";
        }
        if (session.subscriptions().any() && session.protocol() == 2 && !SUBSCRIBED.contains(command.name())) {
            return "ERR Can't execute '" + command.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context";
        }
        return null;
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
        return gate.holds(session, command) || (needsMemory(session, command) && memory.holds(request.byteCount()));
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
