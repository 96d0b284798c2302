package io.yggdrasil.resp.config;

/** How the event loops talk to the kernel. */
public enum Transport {
    /** The first of the others that this machine has. */
    AUTO,
    /** io_uring: reads and writes of many sockets go to the kernel together. Linux, where it is permitted. */
    IO_URING,
    /** epoll: a system call for each read and each write. Linux. */
    EPOLL,
    /** The JDK's selector; everywhere. */
    NIO
}
