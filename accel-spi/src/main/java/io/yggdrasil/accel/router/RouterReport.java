package io.yggdrasil.accel.router;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a router knows at a moment.
 *
 * @param operations in the order in which they were asked for
 * @param quarantined the accelerators that gave wrong results, each with what was wrong
 */
public record RouterReport(List<Operation> operations, Map<String, String> quarantined) {
    /**
     * An operation.
     *
     * @param name such as {@code crc32c}
     * @param offers who can do it
     * @param routes who does it, one after the other from the smallest size
     */
    public record Operation(String name, List<Offer> offers, List<Step> routes) {}

    /**
     * What an accelerator takes for an operation.
     *
     * @param accelerator its name
     * @param fixedNanos for a call of any size
     * @param nanosPerByte for each byte
     * @param nanosByBytes for the sizes that were measured, as calls have corrected it since
     * @param isResting whether it has failed and is not used for a while
     */
    public record Offer(
            String accelerator,
            double fixedNanos,
            double nanosPerByte,
            SortedMap<Integer, Double> nanosByBytes,
            boolean isResting) {}

    /**
     * Who does calls from a size on.
     *
     * @param fromBytes the smallest size
     * @param accelerator its name
     */
    public record Step(long fromBytes, String accelerator) {}
}
