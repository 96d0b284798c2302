package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Questions to other nodes (and this one) and their answers.
 *
 * <pre>
 *   ASK i8    | question i64 | what i8 | details
 *   ANSWER i8 | question i64 | status i8 | details, or the reason of a failure
 * </pre>
 *
 * <p>An answer fails with a {@code RETRY} error when the node refused to act or left: it did nothing, or nobody knows.
 * {@link Left} tells the two apart.
 *
 * <p>Threads: any.
 */
final class Dialog {
    static final byte DONE = 0;
    static final byte REFUSED = 1;
    static final byte FAILED = 2;

    private static final long ANSWER_SECONDS_MAX = 60;

    private final Lane.Outgoing outgoing;
    private final Function<UUID, Peers.Readiness> readiness;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Open> open = new ConcurrentHashMap<>();

    /** A question without its answer. */
    private record Open(UUID node, CompletableFuture<Unpacker> answer) {}

    /** The node left before it answered. */
    static final class Left extends YggdrasilException {
        private static final long serialVersionUID = 1L;

        Left(UUID node) {
            super(Kind.RETRY, "node " + node + " left");
        }
    }

    Dialog(Lane.Outgoing outgoing, Function<UUID, Peers.Readiness> readiness) {
        this.outgoing = outgoing;
        this.readiness = readiness;
    }

    /** Asks a node; {@code details} writes the question's details. */
    CompletableFuture<Unpacker> ask(UUID node, byte what, Details details) {
        return ask(node, what, ANSWER_SECONDS_MAX, details);
    }

    /** As the other; the answer fails when it takes longer than {@code secondsMax}. */
    CompletableFuture<Unpacker> ask(UUID node, byte what, long secondsMax, Details details) {
        switch (readiness.apply(node)) {
            case READY -> {}
            case NOT_YET -> {
                return CompletableFuture.failedFuture(
                        new YggdrasilException(Kind.RETRY, "node " + node + " is not ready"));
            }
            case NEVER -> {
                return CompletableFuture.failedFuture(new YggdrasilException(
                        Kind.RESOURCE, "CLUSTERDOWN A node of the grid does not serve Redis clients"));
            }
        }
        long number = numbers.incrementAndGet();
        Packer out = new Packer(256);
        out.putByte(MessageKind.ASK);
        out.putLong(number);
        out.putByte(what);
        details.write(out);
        CompletableFuture<Unpacker> answer = new CompletableFuture<>();
        answer.orTimeout(secondsMax, TimeUnit.SECONDS).whenComplete((any, error) -> open.remove(number));
        open.put(number, new Open(node, answer));
        if (!outgoing.send(node, out.array(), out.size())) {
            answer.completeExceptionally(new YggdrasilException(Kind.RETRY, "node " + node + " cannot be reached"));
        }
        return answer;
    }

    /** Waits for an answer; fails as it failed. */
    static Unpacker get(CompletableFuture<Unpacker> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof YggdrasilException known) {
                throw known;
            }
            throw new YggdrasilException(Kind.RESOURCE, "ERR a node does not answer", e);
        }
    }

    /** Writes what belongs to a question. */
    @FunctionalInterface
    interface Details {
        void write(Packer out);
    }

    /** An answer has come. */
    void onAnswer(byte[] message) {
        Unpacker in = new Unpacker(message, 1);
        Open question = open.get(in.getLong());
        if (question == null) {
            return;
        }
        switch (in.getByte()) {
            case DONE -> question.answer.complete(in);
            case REFUSED -> question.answer.completeExceptionally(new YggdrasilException(Kind.RETRY, in.getText()));
            default -> question.answer.completeExceptionally(new YggdrasilException(Kind.RESOURCE, in.getText()));
        }
    }

    void onNodeLeft(UUID node) {
        for (Open question : open.values()) {
            if (question.node.equals(node)) {
                question.answer.completeExceptionally(new Left(node));
            }
        }
    }
}
