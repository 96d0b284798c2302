package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** Who may run what, and when. */
@FunctionalInterface
public interface AccessControl {
    /** The error reply that refuses the command, or null when the session may run it. */
    @Nullable
    String refusal(Session session, Command command, Request request);

    /** What the session's user may do now: another object when that has changed; null where that is nobody's business. */
    default @Nullable Object rights(Session session) {
        return null;
    }

    /** As {@link #refusal}, by the user's rights alone, of a command that was queued and that EXEC is about to run. */
    default @Nullable String refusalAtExec(Session session, Command command, Request request) {
        return null;
    }

    /** As {@link #refusal}, of a command that a script calls; the session says whose script it is. */
    default @Nullable String refusalInScript(Session session, Command command, Request request) {
        return refusal(session, command, request);
    }

    /** Whether the session's user has the right to run the command; nothing is noted when it has not. */
    default boolean allows(Session session, Command command, Request request) {
        return true;
    }

    /** The error reply of a server that runs a script for too long already; null when it does not, or the command may run. */
    default @Nullable String busy(Command command, Request request) {
        return null;
    }

    /** Whether scripts may not run the command. */
    default boolean isDeniedInScripts(Command command) {
        return command.has(CommandFlag.NOSCRIPT);
    }

    /** Whether commands that take memory are refused. */
    default boolean isMemoryFull() {
        return false;
    }

    /** Whether commands that write are refused, as too few nodes would have copies. */
    default boolean isShortOfCopies() {
        return false;
    }

    /** Whether the command, which may run, has to wait: clients are paused, or room is made for what it adds. */
    default boolean holds(Session session, Command command, Request request) {
        return false;
    }

    /** Whether entries that have expired may not be removed now: the server's clients are paused. */
    default boolean holdsExpiry() {
        return false;
    }

    /** When to ask again whether a command has to wait, in milliseconds. */
    default long holdMillis() {
        return 1;
    }
}
