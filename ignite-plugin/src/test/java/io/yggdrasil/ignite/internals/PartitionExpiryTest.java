package io.yggdrasil.ignite.internals;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PartitionExpiryTest {
    @Test
    void emptyPartition_isDueFromItsFirstExpiryOn() {
        PartitionExpiry expiry = new PartitionExpiry(true, false);
        assertFalse(expiry.isDue(Long.MAX_VALUE - 1));
        expiry.note(0);
        expiry.note(300);
        expiry.note(200);
        expiry.note(400);
        assertFalse(expiry.isDue(199));
        assertTrue(expiry.isDue(200));
    }

    @Test
    void partitionFromDisk_isDueUntilItWasLookedInto() {
        PartitionExpiry expiry = new PartitionExpiry(false, false);
        expiry.note(500);
        assertTrue(expiry.isDue(1));
        expiry.forget();
        assertFalse(expiry.isDue(1_000));
        expiry.note(500);
        assertTrue(expiry.isDue(500));
    }

    @Test
    void partitionOfSeveralCaches_isAlwaysDue() {
        PartitionExpiry expiry = new PartitionExpiry(true, true);
        assertTrue(expiry.isDue(1));
        expiry.forget();
        expiry.note(Long.MAX_VALUE);
        assertTrue(expiry.isDue(1));
    }
}
