package io.yggdrasil.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.yggdrasil.resp.wire.Request;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class InputBufferTest {
    private static final int PIECE = 100_000;
    private final MemoryBudget budget = new MemoryBudget(6 << 20);
    private final InputBuffer input = new InputBuffer(new Request(), budget, () -> 64 << 20);

    private void append(int count, long wanted) {
        byte[] piece = new byte[count];
        Arrays.fill(piece, (byte) 'p');
        input.append(Unpooled.wrappedBuffer(piece), wanted);
    }

    @Test
    void append_longAnnouncement_takesMemoryAsItArrives() {
        long wanted = 3 << 20;
        append(10, wanted);
        assertTrue(input.array().length <= 64 << 10, "array of " + input.array().length);
        for (int total = 10; total < wanted; total += PIECE) {
            append(PIECE, wanted);
            assertTrue(input.array().length <= Math.max(64 << 10, 4L * input.length() + (256 << 10)));
            assertTrue(input.array().length <= wanted + (256 << 10), "array of " + input.array().length);
        }
        assertEquals('p', input.array()[input.end() - 1]);
    }

    @Test
    void append_overTheBudget_isRefusedAndCounted() {
        assertEquals(
                "OOM the server has not enough memory for a request as large as this",
                assertThrows(InputRefusedException.class, () -> appendMuch(12 << 20))
                        .getMessage());
        input.clear();
        assertEquals(0, budget.used());
    }

    private void appendMuch(int total) {
        for (int sent = 0; sent < total; sent += PIECE) {
            append(PIECE, total);
        }
    }

    @Test
    void append_overTheLimitOfOneClient_isRefusedWordlessly() {
        InputBuffer small = new InputBuffer(new Request(), budget, () -> 1000);
        small.append(Unpooled.wrappedBuffer(new byte[1000]), 0);
        InputRefusedException e =
                assertThrows(InputRefusedException.class, () -> small.append(Unpooled.wrappedBuffer(new byte[1]), 0));
        assertEquals("", e.getMessage());
    }

    @Test
    void consume_mostOfALargeArray_givesItBack() {
        append(3 << 20, 0);
        input.consume(input.end() - 5, 0);
        assertEquals(5, input.length());
        assertEquals('p', input.array()[input.start()]);
        assertTrue(input.array().length <= 64 << 10, "array of " + input.array().length);
        assertEquals(0, budget.used());
        input.consume(input.end(), 0);
        assertEquals(0, input.array().length);
    }

    @Test
    void keepAndMoveTo_someBytes_areTheSame() {
        byte[] source = "abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        input.keep(source, 2, 5, 0);
        append(2, 0);
        byte[] target = new byte[10];
        assertEquals(5, input.moveTo(target));
        assertEquals("cdepp", new String(target, 0, 5, java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(0, input.length());
    }
}
