package io.yggdrasil.resp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports of loopback for the servers of tests. */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;

    private FreePort() {}

    /** A port that was free just now, below those that the system gives to clients. */
    public static int find() {
        while (true) {
            int port = (int) (FIRST + System.nanoTime() % COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                Thread.onSpinWait(); // Taken: the next one.
            }
        }
    }
}
