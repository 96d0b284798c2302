package io.yggdrasil.tier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EntryTableTest {
    @Test
    void randomSteps_agreeWithAMap() {
        long seed = System.nanoTime();
        System.out.println("EntryTableTest seed=" + seed);
        Random random = new Random(seed);
        EntryTable table = new EntryTable(2);
        Map<Long, Integer> model = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            long key = random.nextInt(1 + step / 100);
            int node = table.find(key);
            assertEquals(model.containsKey(key), node != EntryTable.NONE, "seed=" + seed);
            if (node == EntryTable.NONE) {
                table.add(key, 3, random.nextInt(2));
                model.put(key, 3);
            } else if (random.nextBoolean()) {
                table.remove(node);
                model.remove(key);
            } else {
                table.setWeight(node, 5);
                table.moveToNewest(node, random.nextInt(2));
                model.put(key, 5);
            }
        }
        table.moveAll(1, 0);
        assertEquals(model.size(), table.size(), "seed=" + seed);
        assertEquals(model.size(), table.count(0), "seed=" + seed);
        assertEquals(model.values().stream().mapToLong(Integer::longValue).sum(), table.bytes(0), "seed=" + seed);
        int linked = 0;
        for (int node = table.oldest(0); node != EntryTable.NONE; node = table.newer(node)) {
            assertEquals(model.get(table.key(node)), table.weight(node), "seed=" + seed);
            linked++;
        }
        assertEquals(model.size(), linked, "seed=" + seed);
    }
}
