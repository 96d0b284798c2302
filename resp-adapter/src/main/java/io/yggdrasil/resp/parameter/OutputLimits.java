package io.yggdrasil.resp.parameter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code client-output-buffer-limit}: for each class of clients how many bytes of replies may wait for the client, and
 * how many for how long. Setting one class leaves the others as they are.
 */
public record OutputLimits(Limit normal, Limit replica, Limit pubsub) {
    /**
     * The limit of one class; 0 bytes means none.
     *
     * @param hardBytes over this the client is disconnected
     * @param softBytes over this for {@code softSeconds} without a pause, too
     * @param softSeconds how long
     */
    public record Limit(long hardBytes, long softBytes, long softSeconds) {
        /** Whether it limits nothing. */
        public boolean isNone() {
            return hardBytes == 0 && softBytes == 0;
        }

        private String text() {
            return Long.toUnsignedString(hardBytes) + " " + Long.toUnsignedString(softBytes) + " " + softSeconds;
        }
    }

    static final String INITIAL = "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60";

    private static final OutputLimits NONE =
            new OutputLimits(new Limit(0, 0, 0), new Limit(0, 0, 0), new Limit(0, 0, 0));

    /** Redis's defaults. */
    public static final OutputLimits DEFAULT = of(INITIAL);

    static final ParameterFormat FORMAT =
            (text, current) -> parse(text, of(current)).text();

    /** Reads a kept value. */
    public static OutputLimits of(String kept) {
        return parse(kept, NONE);
    }

    private static OutputLimits parse(String text, OutputLimits base) {
        List<String> words = text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
        if (words.size() % 4 != 0) {
            throw new IllegalArgumentException("Wrong number of arguments in buffer limit configuration.");
        }
        OutputLimits limits = base;
        for (int i = 0; i < words.size(); i += 4) {
            limits = switch (words.get(i).toLowerCase(Locale.ROOT)) {
                case "normal" -> new OutputLimits(limit(words, i), limits.replica, limits.pubsub);
                case "slave", "replica" -> new OutputLimits(limits.normal, limit(words, i), limits.pubsub);
                case "pubsub" -> new OutputLimits(limits.normal, limits.replica, limit(words, i));
                default ->
                    throw new IllegalArgumentException("Invalid client class specified in buffer limit configuration.");
            };
        }
        return limits;
    }

    private static Limit limit(List<String> words, int at) {
        Long hard = MemoryAmount.bytes(words.get(at + 1));
        Long soft = MemoryAmount.bytes(words.get(at + 2));
        long seconds;
        try {
            seconds = Long.parseLong(words.get(at + 3));
        } catch (NumberFormatException e) {
            seconds = -1;
        }
        if (hard == null || soft == null || seconds < 0) {
            throw new IllegalArgumentException(
                    "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
        }
        return new Limit(hard, soft, seconds);
    }

    private String text() {
        return "normal " + normal.text() + " slave " + replica.text() + " pubsub " + pubsub.text();
    }
}
