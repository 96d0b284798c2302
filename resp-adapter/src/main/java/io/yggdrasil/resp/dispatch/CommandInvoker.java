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
            LOG.error("Command {} failed", command.fullName(), e);
            fail(out, mark, "ERR internal error: " + e.getClass().getSimpleName());
        } catch (InternalError e) { // So the JVM calls an access to memory that is gone.
            LOG.error("Command {} failed: memory is gone", command.fullName(), e);
            fail(out, mark, "ERR the memory region of a key is lost, the server's log tells why");
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
        failed = true;
        deferred = false;
        out.truncate(mark);
        out.error(message);
        observer.onError(message);
    }
}
