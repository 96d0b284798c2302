package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import io.yggdrasil.tier.region.RegionException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every medium. Those that this machine does not have skip, with the reason. */
abstract class RegionMediumContract {
    static final long BYTES = 8L << 20;

    private static final long FAR_TOO_MANY_BYTES = 1L << 50;
    private static final int STRIDE_BYTES = 4096;

    /** Ends the test as skipped, with the reason, where this machine has nothing of the medium. */
    abstract void assumeThere() throws Exception;

    /** A request for so many bytes of it. */
    abstract RegionRequest request(long bytes);

    /** What a message about this request must name beside sizes. */
    abstract String place();

    /** Whether two regions may be open at a time. */
    boolean isShared() {
        return true;
    }

    @BeforeEach
    void skipWhereAbsent() throws Exception {
        assumeThere();
    }

    final MappedRegion open(long bytes) throws RegionException {
        RegionRequest request = request(bytes).withFallback(RegionFallback.FAIL);
        return RegionMedia.of(request.kind()).open(request);
    }

    @Test
    void open_size_givesMemoryThatHoldsWhatIsWritten() throws RegionException {
        try (MappedRegion region = open(BYTES)) {
            assertTrue(region.bytes() >= BYTES, "bytes=" + region.bytes());
            assertEquals(0, region.address() % 4096);
            for (long offset = 0; offset < BYTES; offset += STRIDE_BYTES) {
                new Pointer(region.address() + offset).setLong(0, ~offset);
            }
            long last = region.bytes() - Long.BYTES;
            new Pointer(region.address() + last).setLong(0, 7);
            for (long offset = 0; offset < BYTES; offset += STRIDE_BYTES) {
                assertEquals(~offset, new Pointer(region.address() + offset).getLong(0));
            }
            assertEquals(7, new Pointer(region.address() + last).getLong(0));
        }
    }

    @Test
    void open_oddSize_isRoundedUp() throws RegionException {
        try (MappedRegion region = open(BYTES + 1)) {
            assertTrue(region.bytes() > BYTES, "bytes=" + region.bytes());
            assertEquals(0, region.bytes() % 4096);
            new Pointer(region.address() + BYTES).setByte(0, (byte) 1);
        }
    }

    @Test
    void open_twice_givesSeparateMemoryOrRefuses() throws RegionException {
        try (MappedRegion one = open(BYTES)) {
            if (!isShared()) {
                RegionException refused = assertThrows(RegionException.class, () -> open(BYTES));
                assertEquals(Reason.REFUSED, refused.reason());
                assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
                return;
            }
            try (MappedRegion other = open(BYTES)) {
                new Pointer(one.address()).setLong(0, 1);
                new Pointer(other.address()).setLong(0, 2);
                assertEquals(1, new Pointer(one.address()).getLong(0));
            }
        }
    }

    @Test
    void open_moreThanThereIs_refusesWithPlaceAndSize() {
        RegionException refused = assertThrows(RegionException.class, () -> open(FAR_TOO_MANY_BYTES));
        assertEquals(Reason.REFUSED, refused.reason(), refused.getMessage());
        assertTrue(refused.getMessage().contains(place()), refused.getMessage());
        assertTrue(refused.getMessage().contains("1024tb"), refused.getMessage());
    }

    @Test
    void close_openRegion_unmapsItAndMayBeRepeated() throws RegionException {
        MappedRegion region = open(BYTES);
        assertNull(region.fault());
        assertTrue(Maps.contain(region.address()));
        region.close();
        region.close();
        assertNull(region.fault());
        assertFalse(Maps.contain(region.address()));
        open(BYTES).close(); // Nothing holds the medium any more.
    }

    @Test
    void description_openRegion_saysWhereItIs() throws RegionException {
        try (MappedRegion region = open(BYTES)) {
            assertFalse(region.description().isBlank());
        }
    }
}
