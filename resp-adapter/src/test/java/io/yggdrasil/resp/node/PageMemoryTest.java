package io.yggdrasil.resp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.resp.config.ServerConfiguration.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PageMemoryTest {
    private static final long GB = 1L << 30;

    @Test
    void bytes_notSet_takeAShareOfTheMachine() {
        assertEquals(8 * GB / 100 * 50, PageMemory.bytes(new Storage(0, 0, null), 0, 8 * GB, 2 * GB));
        assertEquals(8 * GB / 100 * 40, PageMemory.bytes(new Storage(0, 0, Path.of("data")), 0, 8 * GB, 2 * GB));
    }

    @Test
    void bytes_notSetBesideABigHeap_takeWhatIsLeft() {
        assertEquals(GB - (GB >> 1) - (256L << 20), PageMemory.bytes(new Storage(0, 0, null), 0, GB, GB >> 1));
    }

    @Test
    void bytes_notSetBesideAHotTier_takeWhatIsLeft() {
        assertEquals(
                GB - (GB >> 1) - (256L << 20) - (64L << 20),
                PageMemory.bytes(new Storage(0, 64L << 20, null), 0, GB, GB >> 1));
    }

    @Test
    void bytes_moreThanThereIs_isRefused() {
        YggdrasilException e = assertThrows(
                YggdrasilException.class, () -> PageMemory.bytes(new Storage(7 * GB, 0, null), 0, 8 * GB, 2 * GB));
        assertTrue(String.valueOf(e.getMessage()).startsWith("too little memory: maxmemory is 7168mb"), e.getMessage());
    }

    @Test
    void bytes_besideRegionsInDram_areFewerOrRefused() {
        assertEquals(
                8 * GB - 2 * GB - (256L << 20) - 4 * GB,
                PageMemory.bytes(new Storage(0, 0, null), 4 * GB, 8 * GB, 2 * GB));
        YggdrasilException e = assertThrows(
                YggdrasilException.class, () -> PageMemory.bytes(new Storage(GB, 0, null), 5 * GB, 8 * GB, 2 * GB));
        assertTrue(String.valueOf(e.getMessage()).contains(", memory regions 5120mb and the rest"), e.getMessage());
    }

    @Test
    void bytes_nothingLeft_isRefused() {
        assertThrows(YggdrasilException.class, () -> PageMemory.bytes(new Storage(0, 0, null), 0, GB, GB));
    }
}
