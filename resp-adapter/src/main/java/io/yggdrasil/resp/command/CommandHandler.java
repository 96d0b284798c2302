package io.yggdrasil.resp.command;

/**
 * What a command does. It reads its arguments from the call, works on the keyspace, and writes exactly one reply.
 *
 * <p>It runs on the thread that owns the call, with the slots of its declared keys locked: exclusively for a command
 * flagged {@link CommandFlag#WRITE}, shared otherwise. A read-only handler may be run again when a writer came between;
 * it must have no effect but its reply. Errors are thrown as {@link RedisException}; what was written of the reply until
 * then is dropped. It never blocks.
 */
@FunctionalInterface
public interface CommandHandler {
    /** Runs the command. */
    void execute(Call call);
}
