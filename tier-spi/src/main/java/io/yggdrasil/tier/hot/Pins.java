package io.yggdrasil.tier.hot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Until when the records of a shard are pinned, by their positions. Apart from the records, as few are pinned and all
 * would have to carry the time. An entry takes about 100 bytes of the heap.
 *
 * <p>Threads: under the shard's lock.
 */
final class Pins {
    private final Map<Long, Long> untilMillis = new HashMap<>();

    /** When a record's pin ends, milliseconds since 1970; 0 if it is not pinned. */
    long until(long position) {
        return untilMillis.isEmpty() ? 0 : untilMillis.getOrDefault(position, 0L);
    }

    /** Pins a record, or ends its pin with 0. */
    void set(long position, long until) {
        if (until != 0) {
            untilMillis.put(position, until);
        } else if (!untilMillis.isEmpty()) {
            untilMillis.remove(position);
        }
    }

    /** The positions of records whose pins have ended. */
    List<Long> ended(long now) {
        return untilMillis.entrySet().stream()
                .filter(pin -> pin.getValue() <= now)
                .map(Map.Entry::getKey)
                .toList();
    }

    void clear() {
        untilMillis.clear();
    }
}
