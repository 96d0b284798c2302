package io.yggdrasil.resp.command.server;

import java.time.Instant;

/** The wall clock in microseconds. */
final class MicroClock {
    private MicroClock() {}

    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
