package io.yggdrasil.resp.migration;

import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.generic.KeyMigration.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One MIGRATE under way. */
final class Migration {
    /** Keys that are sent before their replies are read, and removed at once. */
    private static final int BATCH = 64;

    private final Order order;
    private final Source source;
    private @Nullable Destination destination;

    Migration(Order order, Source source) {
        this.order = order;
        this.source = source;
    }

    /** Moves the keys; answers whether there was one. */
    boolean run() throws IOException {
        try {
            for (int from = 0; from < order.keys().size(); from += BATCH) {
                move(order.keys()
                        .subList(from, Math.min(from + BATCH, order.keys().size())));
            }
            if (destination == null) {
                return false;
            }
            destination.check();
            return true;
        } finally {
            if (destination != null) {
                destination.close();
            }
        }
    }

    private void move(List<byte[]> batch) throws IOException {
        List<byte[]> taken = send(batch, order.replaces());
        if (order.copies() || taken.isEmpty()) {
            source.release();
        } else if (!source.remove(taken)) {
            for (byte[] key : taken) {
                moveAgain(key);
            }
        }
    }

    /** Moves a key that is at the destination already, as it was; it has changed since, or others that went along with it. */
    private void moveAgain(byte[] key) throws IOException {
        long start = System.nanoTime();
        do {
            List<byte[]> taken = send(List.of(key), true);
            if (taken.isEmpty()) {
                source.release();
                return;
            }
            if (source.remove(taken)) {
                return;
            }
        } while (System.nanoTime() - start
                < TimeUnit.MILLISECONDS.toNanos(order.target().millis()));
        throw new RedisException("TRYAGAIN a key changed each time that it was sent, for "
                + order.target().millis() + " ms: it stays here, and the target has it as it was");
    }

    /** Sends the keys that there are, and answers which of them were taken. What was taken before an error is removed. */
    private List<byte[]> send(List<byte[]> keys, boolean replaces) throws IOException {
        List<byte[]> sent = new ArrayList<>();
        for (byte[] key : keys) {
            Source.Value value = source.watch(key);
            if (value != null) {
                destination().send(key, value, replaces);
                sent.add(key);
            }
        }
        List<byte[]> taken = new ArrayList<>();
        if (!sent.isEmpty()) {
            destination().flush();
            try {
                for (byte[] key : sent) {
                    if (destination().isAccepted()) {
                        taken.add(key);
                    }
                }
            } catch (RedisException e) {
                if (!order.copies() && !taken.isEmpty()) {
                    source.remove(taken);
                }
                throw e;
            }
        }
        return taken;
    }

    private Destination destination() {
        if (destination == null) {
            destination = new Destination(order);
        }
        return destination;
    }
}
