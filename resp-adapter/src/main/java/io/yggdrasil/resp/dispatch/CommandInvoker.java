package io.yggdrasil.resp.dispatch;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.DeferredReplies;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.grid.GridKeyspaces;
import io.yggdrasil.resp.keyspace.OutOfMemoryException;
import io.yggdrasil.resp.keyspace.WrongTypeException;
import io.yggdrasil.resp.wire.ReplyTooLargeException;
import io.yggdrasil.resp.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the handlers of commands and knows what became of the last one. Whatever goes wrong becomes an error reply.
 *
 * <p>Threads: one. Hot.
 */
final class CommandInvoker {
    private static final Logger LOG = LoggerFactory.getLogger(CommandInvoker.class);

    private final GridKeyspaces keyspaces;
    private final CommandObserver observer;
    private final DeferredReplies tracker = this::defer;
    private @Nullable DeferredReplies deferrals;
    private boolean failed;
    private boolean unsettled;
    private boolean deferred;
    private boolean inDoubt;
    private @Nullable Doubt doubt;

    CommandInvoker(GridKeyspaces keyspaces, CommandObserver observer) {
        this.keyspaces = keyspaces;
        this.observer = observer;
    }

    /** What became of a command. */
    record Fate(boolean failed, boolean unsettled, boolean deferred) {}

    Fate fate() {
        return new Fate(failed, unsettled, deferred);
    }

    /** Goes back to what is known of a command that others ran inside of. */
    void fate(Fate of) {
        failed = of.failed;
        unsettled = of.unsettled;
        deferred = of.deferred;
    }

    /** Whether the last command's reply is an error. */
    boolean isFailed() {
        return failed;
    }

    /** Whether the last command has to be run again. */
    boolean isUnsettled() {
        return unsettled;
    }

    /** Whether the last command's reply comes later. */
    boolean isDeferred() {
        return deferred;
    }

    /** What a command is given to defer its reply with; null where it cannot. */
    @Nullable
    DeferredReplies deferring(@Nullable DeferredReplies replies) {
        if (replies == null) {
            return null;
        }
        deferrals = replies;
        return tracker;
    }

    private DeferredReply defer() {
        DeferredReplies replies = deferrals;
        if (replies == null) {
            throw new IllegalStateException("no command is running");
        }
        deferred = true;
        return replies.defer();
    }

    /**
     * As {@link #invoke}, while others may change what is read, so that anything may go wrong for that alone. Whoever finds that
     * nobody did calls {@link #confirm}; till then errors are neither logged nor counted.
     */
    void invokeInDoubt(Command command, Call running) {
        inDoubt = true;
        doubt = null;
        try {
            invoke(command, running);
        } finally {
            inDoubt = false;
        }
    }

    /** What {@link #invokeInDoubt} ran was not disturbed. */
    void confirm() {
        Doubt error = doubt;
        if (error != null) {
            doubt = null;
            report(error.message, error.trouble, error.cause);
        }
    }

    /** Runs the handler with a call that has begun. */
    void invoke(Command command, Call running) {
        ReplyWriter out = running.reply();
        int mark = out.size();
        keyspaces.forgetLookups();
        keyspaces.useReserve(!command.isDenyOom());
        failed = false;
        deferred = false;
        unsettled = false;
        try {
            handlerOf(command).execute(running);
            failed = running.hasFailed();
        } catch (RedisException | WrongTypeException | OutOfMemoryException e) {
            fail(out, mark, messageOf(e));
        } catch (ReplyTooLargeException e) {
            fail(out, mark, "ERR " + e.getMessage());
        } catch (YggdrasilException e) {
            unsettled = e.kind() == YggdrasilException.Kind.RETRY;
            fail(out, mark, errorOf(e));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            String text = "ERR internal error: " + e.getClass().getSimpleName();
            fail(out, mark, text, "Command " + command.fullName() + " failed", e);
        } catch (InternalError e) { // So the JVM calls an access to memory that is gone.
            String text = "ERR the memory region of a key is lost, the server's log tells why";
            fail(out, mark, text, "Command " + command.fullName() + " failed: memory is gone", e);
        } catch (java.lang.OutOfMemoryError e) {
            fail(out, mark, "OOM the server has not enough heap to run this command");
        }
    }

    /** The error that clients see, without its dash. */
    static String errorOf(YggdrasilException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case RETRY -> "TRYAGAIN " + message;
            case RESOURCE -> message.startsWith("OOM ") ? message : "CLUSTERDOWN " + message;
            default -> "ERR " + message;
        };
    }

    private static String messageOf(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? "ERR" : message;
    }

    private static CommandHandler handlerOf(Command command) {
        CommandHandler handler = command.handler();
        if (handler == null) {
            throw new IllegalStateException("command " + command.fullName() + " has no handler");
        }
        return handler;
    }

    private void fail(ReplyWriter out, int mark, String message) {
        fail(out, mark, message, null, null);
    }

    private void fail(ReplyWriter out, int mark, String message, @Nullable String trouble, @Nullable Throwable cause) {
        failed = true;
        deferred = false;
        out.truncate(mark);
        out.error(message);
        if (inDoubt) {
            doubt = new Doubt(message, trouble, cause);
        } else {
            report(message, trouble, cause);
        }
    }

    private void report(String message, @Nullable String trouble, @Nullable Throwable cause) {
        if (trouble != null) {
            LOG.error(trouble, cause);
        }
        observer.onError(message);
    }

    /** An error that may be none: its reply, and what the log is to tell of it. */
    private record Doubt(
            String message,
            @Nullable String trouble,
            @Nullable Throwable cause) {}
}
