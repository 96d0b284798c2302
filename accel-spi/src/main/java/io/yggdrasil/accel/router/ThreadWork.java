package io.yggdrasil.accel.router;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How long the calling thread has run on a processor. Measuring is limited by that: of a busy machine it gets little in the same
 * time, as do the threads that compile what it measures.
 */
final class ThreadWork {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean IS_KNOWN =
            THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

    private ThreadWork() {}

    /** Nanoseconds; where the system does not tell, those of the clock. */
    static long nanos() {
        return IS_KNOWN ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
