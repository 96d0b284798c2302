package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InboundBatchTest {
    private static final int ROUNDS = 300;
    private static final int REQUESTS = 600;
    private static final int HEADER_BYTES = 1 + 4 + 4 + 8;

    /** A request's copies acknowledge while the worker is at later ones. */
    @Test
    void answers_givenWhileRequestsAreBegun_allLeave() {
        List<Integer> all = IntStream.range(0, REQUESTS).boxed().toList();
        for (int round = 0; round < ROUNDS; round++) {
            List<Integer> left = new ArrayList<>();
            AtomicInteger unanswered = new AtomicInteger(1);
            InboundBatch batch = new InboundBatch(
                    UUID.randomUUID(),
                    0,
                    0,
                    round,
                    (node, message, length) -> left.addAll(indexes(message, length)),
                    unanswered);
            AtomicInteger begun = new AtomicInteger();
            CompletableFuture<Void> completer = CompletableFuture.runAsync(() -> complete(batch, begun));
            for (int i = 0; i < REQUESTS; i++) {
                batch.begin();
                begun.incrementAndGet();
            }
            batch.end();
            completer.join();
            assertEquals(all, left);
            assertEquals(0, unanswered.get());
        }
    }

    private static void complete(InboundBatch batch, AtomicInteger begun) {
        for (int i = 0; i < REQUESTS; i++) {
            while (begun.get() <= i) {
                Thread.onSpinWait();
            }
            batch.complete(i, new byte[] {InboundBatch.REFUSED});
        }
    }

    private static List<Integer> indexes(byte[] message, int length) {
        List<Integer> indexes = new ArrayList<>();
        for (int at = HEADER_BYTES; at < length; at += 4 + 1) {
            indexes.add(new Unpacker(message, at).getInt());
        }
        return indexes;
    }
}
