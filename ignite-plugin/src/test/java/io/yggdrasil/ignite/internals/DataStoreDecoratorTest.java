package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.YggdrasilException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ignite.internal.IgnitionEx;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager;
import org.apache.ignite.internal.processors.resource.DependencyResolver;
import org.junit.jupiter.api.Test;

final class DataStoreDecoratorTest {
    @Test
    void verify_decoratedNode_passes() {
        try (WatchedNode node = WatchedNode.named("decorated").start()) {
            assertDoesNotThrow(() -> DataStoreDecorator.verify(node.ignite()));
        }
    }

    @Test
    void verify_nodeWithoutDecorator_namesTheGroup() {
        try (WatchedNode node = WatchedNode.named("plain").undecorated().start()) {
            node.cache(WatchedNode.configuration("cache"));
            YggdrasilException e =
                    assertThrows(YggdrasilException.class, () -> DataStoreDecorator.verify(node.ignite()));
            assertEquals(YggdrasilException.Kind.FATAL, e.kind());
            assertTrue(e.getMessage().contains("IgniteCacheOffheapManagerImpl"), e.getMessage());
        }
    }

    @Test
    void install_nodeWithAResolver_asksItStill() {
        AtomicInteger asked = new AtomicInteger();
        IgnitionEx.dependencyResolver(new DependencyResolver() {
            @Override
            public <T> T resolve(T instance) {
                if (instance instanceof IgniteCacheOffheapManager) {
                    asked.incrementAndGet();
                }
                return instance;
            }
        });
        try (WatchedNode node = WatchedNode.named("resolved").start()) {
            int before = asked.get();
            node.cache(WatchedNode.configuration("cache"));
            assertEquals(before + 1, asked.get());
            Recorder recorder = node.record("cache");
            node.ignite().cache("cache").put("a", 1);
            recorder.assertMutations("PUT a");
        } finally {
            IgnitionEx.dependencyResolver(null);
        }
    }
}
