package io.yggdrasil.ignite.internals;

final class InMemoryClusterMutationsTest extends ClusterMutationsContract {
    @Override
    WatchedNode.Builder node(String name) {
        return WatchedNode.named(name);
    }
}
