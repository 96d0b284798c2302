package io.yggdrasil.ignite.internals;

final class InMemoryMutationPathsTest extends MutationPathsContract {
    @Override
    WatchedNode startNode() {
        return WatchedNode.named("memory").start();
    }

    @Override
    boolean rowsSurviveDeactivation() {
        return false;
    }
}
