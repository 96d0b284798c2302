package io.yggdrasil.resp.bench;

import java.io.IOException;

/** Puts one workload on a server from a process of its own. */
interface LoadGenerator {
    /** Name in reports. */
    String name();

    /** Whether it knows this work. */
    boolean knows(Workload workload);

    /**
     * Runs the workload for about {@code millis}.
     *
     * @throws IOException with the generator's own words when it fails
     */
    Measurement run(Endpoint server, Workload workload, long millis) throws IOException, InterruptedException;
}
