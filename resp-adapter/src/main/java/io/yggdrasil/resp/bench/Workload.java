package io.yggdrasil.resp.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of work under one setting.
 *
 * @param operation what is done
 * @param valueBytes bytes of each value
 * @param pipeline requests sent before replies are awaited
 * @param connections connections
 * @param keys number of distinct keys
 * @param work the command of a {@link Operation#COLLECTION}, else null
 */
record Workload(
        Operation operation,
        int valueBytes,
        int pipeline,
        int connections,
        int keys,
        @Nullable CollectionWork work) {
    Workload(Operation operation, int valueBytes, int pipeline, int connections, int keys) {
        this(operation, valueBytes, pipeline, connections, keys, null);
    }

    static Workload on(CollectionWork work, int pipeline, int connections) {
        int bytes = CollectionFiller.VALUE.length();
        return new Workload(Operation.COLLECTION, bytes, pipeline, connections, work.numbers(), work);
    }

    /** What the load does. */
    enum Operation {
        GET,
        SET,
        INCR,
        MSET,
        MIXED,
        /** A {@link CollectionWork}. */
        COLLECTION;

        /** The operations on strings. */
        static List<Operation> onStrings() {
            return List.of(GET, SET, INCR, MSET, MIXED);
        }

        /** Keys that one request touches. */
        int keysPerRequest() {
            return this == MSET ? 10 : 1;
        }

        /** Name in reports. */
        String title() {
            return switch (this) {
                case MSET -> "MSET(10)";
                case MIXED -> "80% GET 20% SET";
                default -> name();
            };
        }
    }

    String title() {
        String what = work == null ? operation.title() + " " + valueBytes + " B" : work.title();
        return what + ", -P " + pipeline + ", " + connections + " conn";
    }
}
