package io.yggdrasil.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class OutputBatchTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String written(OutputBatch batch) {
        ByteBuf out = Unpooled.buffer();
        while (batch.left() > 0) {
            batch.writeTo(out, Math.min(batch.left(), 2));
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void writeTo_placesFilledInAnyOrder_keepsTheirOrder() {
        OutputBatch batch = new OutputBatch();
        OutputBatch.Place first = batch.open(1, 1);
        OutputBatch.Place second = batch.open(1, 3);
        OutputBatch.Place third = batch.open(4, 4);
        assertFalse(batch.isReady());
        assertTrue(third.close(ascii("<3>")));
        batch.seal(ascii("abcd??"), 4);
        assertTrue(second.close(ascii("")));
        assertFalse(batch.isReady());
        assertTrue(first.close(ascii("<1>")));
        assertFalse(first.close(ascii("again")));
        assertTrue(batch.isReady());
        assertEquals("a<1>d<3>", written(batch));
    }

    @Test
    void writeTo_placesConfirmed_leavesWhatWasWritten() {
        OutputBatch batch = new OutputBatch();
        OutputBatch.Place place = batch.open(0, 2);
        batch.seal(ascii("abc"), 3);
        place.close(null);
        assertEquals(0, place.growth(null));
        assertEquals("abc", written(batch));
    }

    @Test
    void growth_ofAReplacement_isWhatItAdds() {
        OutputBatch batch = new OutputBatch();
        assertEquals(1, batch.open(0, 2).growth(ascii("abc")));
        assertEquals(-2, batch.open(0, 2).growth(ascii("")));
    }
}
