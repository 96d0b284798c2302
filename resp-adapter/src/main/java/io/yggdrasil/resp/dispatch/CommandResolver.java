package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the command of a request, and refuses what may not run; see {@link CommandExecutor}. */
final class CommandResolver {
    private final CommandTable table;
    private final AccessControl access;
    private final CommandObserver observer;
    private final ReplyWriter reply;

    CommandResolver(CommandTable table, AccessControl access, CommandObserver observer, ReplyWriter reply) {
        this.table = table;
        this.access = access;
        this.observer = observer;
        this.reply = reply;
    }

    /** Finds the command and checks what can be checked before it is queued or run; null when an error was written. */
    @Nullable
    Command resolve(Request request, Session session) {
        Command command = table.find(request);
        if (command == null) {
            if (UnknownCommand.isHttp(request)) {
                session.closeAfterReply();
            } else {
                refuseUnknown(session, UnknownCommand.command(request));
            }
            return null;
        }
        if (!command.subcommands().isEmpty()) {
            Command sub = request.count() < 2
                    ? null
                    : command.subcommands().get(request.text(1).toLowerCase(Locale.ROOT));
            if (sub == null) {
                if (request.count() >= 2) {
                    refuseUnknown(session, UnknownCommand.subcommand(command, request));
                    return null;
                }
                if (command.handler() == null) {
                    refuse(session, command, wrongArity(command));
                    return null;
                }
            } else {
                command = sub;
            }
        }
        if (!command.takes(request.count())) {
            refuse(session, command, wrongArity(command));
            return null;
        }
        String refusal = access.busy(command, request);
        if (refusal == null) {
            refusal = access.refusal(session, command, request);
        }
        if (refusal != null) {
            refuse(session, command, refusal);
            return null;
        }
        return command;
    }

    /** Answers with an error; {@code message} is without its dash. */
    void writeError(String message) {
        reply.error(message);
        observer.onError(message);
    }

    /** {@code latin} has one character for each byte. */
    private void refuseUnknown(Session session, String latin) {
        breakUp(session);
        reply.error(latin.getBytes(StandardCharsets.ISO_8859_1));
        observer.onError(latin);
    }

    /** Answers a command that may not run with an error, and breaks up the transaction that it was meant for. */
    private void refuse(Session session, Command command, String message) {
        breakUp(session);
        observer.onRejected(session, command);
        if (TransactionRunner.isExec(command)) {
            TransactionRunner.end(session);
            writeError("EXECABORT Transaction discarded because of: " + message.replaceFirst("^ERR ", ""));
        } else {
            writeError(message);
        }
    }

    private static void breakUp(Session session) {
        Transaction transaction = session.transaction();
        if (transaction != null) {
            transaction.breakUp();
        }
    }

    private static String wrongArity(Command command) {
        return String.valueOf(Errors.arity(command.fullName()).getMessage());
    }
}
