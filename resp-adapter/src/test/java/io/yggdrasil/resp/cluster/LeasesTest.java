package io.yggdrasil.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.dispatch.SlotLocks;
import io.yggdrasil.resp.script.KillCandidate;
import io.yggdrasil.resp.script.RunningScripts;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeasesTest {
    private static final int[] PARTITIONS = {1, 7};

    private final AtomicLong millis = new AtomicLong();
    private final RunningScripts scripts = new RunningScripts(() -> millis.get() * 1_000_000, () -> 50);
    private final UUID node = UUID.randomUUID();
    private final Set<UUID> alive = new HashSet<>(Set.of(node));
    private final Leases leases = new Leases(new SlotLocks(), alive::contains, scripts);
    private final Leases.Holder holder = new Leases.Holder(node, 1);

    private void takeForScript() throws InterruptedException {
        assertTrue(leases.take(holder, PARTITIONS, false, 0));
        leases.runs(holder, true);
        leases.runs(holder, true);
    }

    @Test
    void runs_scriptOfAnotherNode_isBusyAfterItsTimeUntilReleased() throws InterruptedException {
        takeForScript();
        assertTrue(scripts.any());
        assertFalse(scripts.isBusy());
        millis.set(50);
        assertTrue(scripts.isBusy());
        assertTrue(scripts.busyError().contains("only call FUNCTION KILL or"), scripts.busyError());
        assertNull(scripts.longest());
        assertEquals(KillCandidate.NONE, scripts.candidate(true));
        assertTrue(leases.keep(holder));
        assertTrue(scripts.isBusy());
        leases.release(holder);
        assertFalse(scripts.any());
        assertTrue(leases.take(new Leases.Holder(node, 2), PARTITIONS, false, 0));
    }

    @Test
    void runs_toldAfterTheEnd_isForgotten() throws InterruptedException {
        takeForScript();
        leases.release(holder);
        leases.runs(holder, false);
        assertFalse(scripts.any());
    }

    @Test
    void forgetScripts_nodeThatLeft_isBusyNoMoreThoughSlotsAreHeld() throws InterruptedException {
        takeForScript();
        alive.remove(node);
        leases.forgetScripts(node);
        leases.runs(holder, true);
        assertFalse(scripts.any());
        assertTrue(leases.isHeld(holder));
        assertFalse(leases.take(new Leases.Holder(UUID.randomUUID(), 1), PARTITIONS, false, 0));
        leases.onNodeLeft(node);
        assertFalse(leases.isHeld(holder));
    }
}
