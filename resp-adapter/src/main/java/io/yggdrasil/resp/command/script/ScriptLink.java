package io.yggdrasil.resp.command.script;

import io.yggdrasil.resp.session.ClientLink;
import io.yggdrasil.resp.session.Push;

/** The connection of a client whose script calls commands: as the client's, but those who watch see that it is a script. */
final class ScriptLink implements ClientLink {
    private static final String ADDRESS = "lua";

    private final ClientLink client;

    ScriptLink(ClientLink client) {
        this.client = client;
    }

    @Override
    public void push(Push push) {
        client.push(push);
    }

    @Override
    public void close(boolean afterFlush) {
        client.close(afterFlush);
    }

    @Override
    public long outputBytes() {
        return client.outputBytes();
    }

    @Override
    public long inputBytes() {
        return client.inputBytes();
    }

    @Override
    public String remoteAddress() {
        return ADDRESS;
    }

    @Override
    public String localAddress() {
        return client.localAddress();
    }

    @Override
    public int descriptor() {
        return client.descriptor();
    }

    @Override
    public void wake() {
        client.wake();
    }

    @Override
    public void execute(Runnable task) {
        client.execute(task);
    }
}
