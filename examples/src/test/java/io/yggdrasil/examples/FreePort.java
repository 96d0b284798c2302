package io.yggdrasil.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports of loopback for the servers of tests: below those that the system gives to clients, and none twice before
 * all others had their turn.
 */
final class FreePort {
    private static final int FIRST = 15_000;
    private static final int COUNT = 17_000;

    /** A port that is found has those after it to itself, for servers that move on from a port in use. */
    private static final int STRIDE = 32;

    /** Tests of other processes may run at the same time: each process begins elsewhere. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT / STRIDE));

    private FreePort() {}

    /** A port that was free just now. */
    static String take() {
        while (true) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT / STRIDE) * STRIDE;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return Integer.toString(socket.getLocalPort());
            } catch (IOException e) {
                Thread.onSpinWait(); // Taken: the next one.
            }
        }
    }
}
