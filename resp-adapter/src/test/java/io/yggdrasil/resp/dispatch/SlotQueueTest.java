package io.yggdrasil.resp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Event loops that want one lock take turns, and none of their clients is forgotten. */
final class SlotQueueTest {
    private static final int PARTITION = 7;
    private static final int LOOPS = 3;
    private static final int CLIENTS = 20;
    private static final int ROUNDS = 2_000;

    private final SlotLocks locks = new SlotLocks();
    private long guarded;

    /** One client: takes the lock so many times, whenever it is told that it may. */
    private final class Client implements Runnable {
        private final SlotLockSet set;
        private final ExecutorService loop;
        private final CountDownLatch ended;
        private int left = ROUNDS;

        Client(SlotLockSet set, ExecutorService loop, CountDownLatch ended) {
            this.set = set;
            this.loop = loop;
            this.ended = ended;
        }

        @Override
        public void run() {
            set.clear();
            set.add(PARTITION);
            if (!set.tryLock(true)) {
                assertTrue(set.awaitTurn(this));
                return;
            }
            guarded++;
            set.unlock();
            left--;
            if (left > 0) {
                loop.execute(this);
            } else {
                ended.countDown();
            }
        }
    }

    @Test
    void manyClientsOfSeveralLoops_allGetTheLockAsOftenAsTheyWantIt() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(LOOPS * CLIENTS);
        List<ExecutorService> loops = new ArrayList<>();
        try {
            for (int i = 0; i < LOOPS; i++) {
                ExecutorService loop = Executors.newSingleThreadExecutor();
                loops.add(loop);
                SlotLockSet set = new SlotLockSet(locks);
                set.loop(loop);
                for (int c = 0; c < CLIENTS; c++) {
                    loop.execute(new Client(set, loop, ended));
                }
            }
            assertTrue(ended.await(60, TimeUnit.SECONDS), "clients that wait for ever: " + ended.getCount());
        } finally {
            loops.forEach(ExecutorService::shutdownNow);
        }
        assertEquals((long) LOOPS * CLIENTS * ROUNDS, guarded);
    }

    @Test
    void await_lockIsHeld_wokenBehindItsUnlock_once() {
        SlotQueue queue = locks.madeQueue(PARTITION);
        List<Runnable> tasks = new ArrayList<>();
        List<String> woken = new ArrayList<>();
        Runnable client = () -> woken.add("client");
        long stamp = locks.of(PARTITION).writeLock();
        queue.await(tasks::add, client);
        assertTrue(tasks.isEmpty());
        locks.of(PARTITION).unlockWrite(stamp);
        queue.onUnlocked();
        queue.onUnlocked();
        assertEquals(1, tasks.size());
        tasks.get(0).run();
        assertEquals(List.of("client"), woken);
    }

    @Test
    void turn_ofALoopThatStandsStill_ends() {
        SlotQueue queue = locks.madeQueue(PARTITION);
        List<Runnable> tasks = new ArrayList<>();
        List<Runnable> others = new ArrayList<>();
        Executor still = tasks::add;
        Executor other = others::add;
        queue.await(still, () -> {});
        while (!queue.admits(other)) {
            LockSupport.parkNanos(100_000);
        }
        queue.await(other, () -> {});
        assertEquals(1, others.size());
        tasks.get(0).run();
        others.get(0).run();
        assertTrue(queue.admits(still));
    }
}
