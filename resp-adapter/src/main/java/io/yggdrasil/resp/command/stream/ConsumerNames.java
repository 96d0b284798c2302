package io.yggdrasil.resp.command.stream;

import io.yggdrasil.resp.collection.PendingEntry;
import io.yggdrasil.resp.collection.StreamGroup;
import java.util.HashMap;
import java.util.Map;

/** The names of who has pending entries, each looked up once for a reply. */
final class ConsumerNames {
    private final StreamGroup group;
    private final Map<Integer, byte[]> known = new HashMap<>();

    ConsumerNames(StreamGroup group) {
        this.group = group;
    }

    byte[] of(PendingEntry entry) {
        return known.computeIfAbsent(entry.consumer(), group::nameOf);
    }
}
