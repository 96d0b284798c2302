package io.yggdrasil.ignite.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of nodes beside a map that does the same. */
final class MadeNodesTest {
    private final MadeNodes made = new MadeNodes();
    private final Map<Integer, byte[]> nodes = new HashMap<>();
    private final Map<Integer, Boolean> over = new HashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {8, 100, 5_000})
    void randomUse_isThatOfAMap(int ids) {
        Random random = new Random(ids);
        for (int step = 0; step < 200_000; step++) {
            int id = 1 + random.nextInt(ids);
            byte[] node = new byte[1];
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    made.put(id, node);
                    nodes.put(id, node);
                    over.putIfAbsent(id, false);
                }
                case 2 -> {
                    if (!nodes.containsKey(id)) {
                        made.putOver(id, node);
                        nodes.put(id, node);
                        over.put(id, true);
                    }
                }
                case 3 -> {
                    boolean own = nodes.remove(id) != null && !over.remove(id);
                    assertEquals(own, made.remove(id));
                }
                default -> {
                    assertSame(nodes.get(id), made.get(id));
                    assertEquals(nodes.containsKey(id), made.contains(id));
                    assertEquals(over.getOrDefault(id, false), made.isOver(id));
                }
            }
            if (random.nextInt(20_000) == 0) {
                assertAll();
                made.clear();
                nodes.clear();
                over.clear();
            }
        }
        assertAll();
    }

    private void assertAll() {
        Map<Integer, byte[]> visited = new HashMap<>();
        made.forEach((id, node, isOver) -> {
            assertNull(visited.put(id, node));
            assertEquals(over.get(id), isOver);
        });
        assertEquals(nodes, visited);
        assertEquals(nodes.isEmpty(), made.isEmpty());
        assertEquals(over.containsValue(true), made.hasOver());
    }

    @Test
    void nothingMade_hasNothing() {
        assertTrue(made.isEmpty());
        assertFalse(made.contains(1));
        assertFalse(made.remove(1));
        assertNull(made.get(1));
    }
}
