package io.yggdrasil.resp.bench;

/**
 * One kind of work under one setting.
 *
 * @param operation what is done
 * @param valueBytes bytes of each value
 * @param pipeline requests sent before replies are awaited
 * @param connections connections
 * @param keys number of distinct keys
 */
record Workload(Operation operation, int valueBytes, int pipeline, int connections, int keys) {
    /** What the load does. */
    enum Operation {
        GET,
        SET,
        INCR,
        MSET,
        MIXED;

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
        return operation.title() + " " + valueBytes + " B, -P " + pipeline + ", " + connections + " conn";
    }
}
