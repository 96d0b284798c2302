package io.yggdrasil.ignite;

import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Which configured database answers to which number: the permutation that swaps leave behind, kept in a {@link
 * SharedText}: after a swap returns every server node has it.
 */
final class DatabaseOrder {
    static final String CACHE = "yggdrasil.databases";

    private static final Order IDENTITY = new Order(
            IntStream.range(0, YggdrasilSettings.DATABASES).boxed().toList(),
            Collections.nCopies(YggdrasilSettings.DATABASES, 0L));

    private final SharedText text;

    private volatile Order order = IDENTITY;

    DatabaseOrder(Ignite ignite, @Nullable String dataRegion, Runnable onChange) {
        text = new SharedText(ignite, CACHE, "order", dataRegion);
        text.onChange(() -> {
            follow();
            onChange.run();
        });
    }

    /** The configured database that answers to each number now. Immutable. */
    List<Integer> configured() {
        return order.configured;
    }

    /** How often what answers to a number was exchanged, for each number. Immutable. */
    List<Long> swaps() {
        return order.swaps;
    }

    /** Makes this node know the grid's order and follow it. Does nothing when it does already. Blocks. */
    void load() {
        text.load();
    }

    /** The cache stopped on this node: its content must be loaded again when it comes back. */
    void unload() {
        text.onStopping();
        order = IDENTITY;
    }

    /** Exchanges what two numbers stand for, on the whole grid. Blocks. */
    void swap(int first, int second) {
        text.change(stored -> (stored == null ? IDENTITY : Order.parse(stored))
                .swap(first, second)
                .format());
    }

    CacheConfiguration<String, String> cacheConfiguration() {
        return text.cacheConfiguration();
    }

    private synchronized void follow() {
        String newest = text.text();
        if (newest != null) {
            order = Order.parse(newest);
        }
    }

    /** The permutation, and how many swaps touched each number. */
    private record Order(List<Integer> configured, List<Long> swaps) {
        Order swap(int first, int second) {
            Integer[] next = configured.toArray(Integer[]::new);
            next[first] = configured.get(second);
            next[second] = configured.get(first);
            Long[] counts = swaps.toArray(Long[]::new);
            counts[first]++;
            counts[second]++;
            return new Order(List.of(next), List.of(counts));
        }

        /** {@code 1,0,2,...:3,3,0,...}. */
        String format() {
            return joined(configured) + ":" + joined(swaps);
        }

        private static String joined(List<? extends Number> numbers) {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        }

        static Order parse(String text) {
            try {
                String[] parts = text.split(":");
                List<Integer> configured =
                        Arrays.stream(parts[0].split(",")).map(Integer::valueOf).toList();
                List<Long> swaps =
                        Arrays.stream(parts[1].split(",")).map(Long::valueOf).toList();
                if (!configured.stream().sorted().toList().equals(IDENTITY.configured)
                        || swaps.size() != configured.size()) {
                    throw new NumberFormatException("not a permutation");
                }
                return new Order(configured, swaps);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new YggdrasilException(Kind.CORRUPT, "cache=" + CACHE + " order=" + text, e);
            }
        }
    }
}
