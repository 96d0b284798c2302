package io.yggdrasil.resp.command;

import java.util.List;

/**
 * Where a command's keys stand in the three numbers that clients older than key specs read.
 *
 * @param first argument index of the first key; 0 when there is none or the numbers cannot tell
 * @param last argument index of the last key; negative from the end
 * @param step distance between two keys
 * @param isPartial whether there may be more keys than the numbers tell, so that clients must ask COMMAND GETKEYS
 */
record KeyRange(int first, int last, int step, boolean isPartial) {
    private static final KeyRange NONE = new KeyRange(0, 0, 0, false);

    /** Joins ranges that follow each other without a gap; what else there is makes the range partial. */
    static KeyRange of(List<KeySpec> specs) {
        if (specs.size() == 1 && specs.get(0).isRange()) {
            KeySpec only = specs.get(0);
            return new KeyRange(only.begin(), lastOf(only), only.step(), isIncomplete(only));
        }
        KeyRange joined = NONE;
        boolean isPartial = false;
        for (KeySpec spec : specs) {
            boolean follows = joined.first == 0 || joined.last == spec.begin() - 1;
            if (spec.isRange() && spec.step() == 1 && follows) {
                joined = new KeyRange(joined.first == 0 ? spec.begin() : joined.first, lastOf(spec), 1, false);
                isPartial |= isIncomplete(spec);
            } else {
                isPartial = true;
            }
        }
        return new KeyRange(joined.first, joined.last, joined.step, isPartial);
    }

    private static int lastOf(KeySpec spec) {
        return spec.last() < 0 ? spec.last() : spec.begin() + spec.last();
    }

    private static boolean isIncomplete(KeySpec spec) {
        return spec.flags().contains(KeySpec.Flag.INCOMPLETE);
    }
}
