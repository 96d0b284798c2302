package io.yggdrasil.ignite.internals;

import org.junit.jupiter.api.Nested;

final class InMemoryMutationPathsTest {
    private static WatchedNode node() {
        return WatchedNode.named("memory").start();
    }

    @Nested
    final class KeyValuePaths extends KeyValuePathsContract {
        @Override
        WatchedNode startNode() {
            return node();
        }
    }

    @Nested
    final class BulkPaths extends BulkPathsContract {
        @Override
        WatchedNode startNode() {
            return node();
        }
    }

    @Nested
    final class Expiry extends ExpiryContract {
        @Override
        WatchedNode startNode() {
            return node();
        }
    }

    @Nested
    final class Watch extends CacheWatchContract {
        @Override
        WatchedNode startNode() {
            return node();
        }

        @Override
        boolean rowsSurviveDeactivation() {
            return false;
        }
    }
}
