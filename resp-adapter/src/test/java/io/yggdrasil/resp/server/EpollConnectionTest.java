package io.yggdrasil.resp.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yggdrasil.resp.config.Transport;
import org.junit.jupiter.api.BeforeAll;

/** Where io_uring is the usual way, epoll is the other one. */
final class EpollConnectionTest extends ConnectionTest {
    @Override
    Transport transport() {
        return Transport.EPOLL;
    }

    @BeforeAll
    @Override
    void start() {
        assumeTrue(SocketIo.EPOLL.obstacle() == null, () -> String.valueOf(SocketIo.EPOLL.obstacle()));
        super.start();
    }
}
