package io.yggdrasil.resp.cluster;

import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.Push;

/**
 * The connection of a client whose request runs here while it is connected to another node: its addresses are known, but
 * nothing can be sent to it other than the request's reply.
 */
final class RemoteLink implements ClientLink {
    private final String remoteAddress;
    private final String localAddress;

    RemoteLink(String remoteAddress, String localAddress) {
        this.remoteAddress = remoteAddress;
        this.localAddress = localAddress;
    }

    @Override
    public void push(Push push) {
        throw new UnsupportedOperationException("client=" + remoteAddress + " is connected to another node");
    }

    @Override
    public void close(boolean afterFlush) {
        throw new UnsupportedOperationException("client=" + remoteAddress + " is connected to another node");
    }

    @Override
    public long outputBytes() {
        return 0;
    }

    @Override
    public long inputBytes() {
        return 0;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String localAddress() {
        return localAddress;
    }

    @Override
    public void execute(Runnable task) {
        throw new UnsupportedOperationException("client=" + remoteAddress + " is connected to another node");
    }
}
