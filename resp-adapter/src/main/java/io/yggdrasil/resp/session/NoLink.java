package io.yggdrasil.resp.session;

/** The link of a client that is connected nowhere: nothing is sent, and tasks run at once. Threads: any. */
public final class NoLink implements ClientLink {
    private static final String NOWHERE = "?:0";

    @Override
    public void push(Push push) {}

    @Override
    public void close(boolean afterFlush) {}

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
        return NOWHERE;
    }

    @Override
    public String localAddress() {
        return NOWHERE;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
