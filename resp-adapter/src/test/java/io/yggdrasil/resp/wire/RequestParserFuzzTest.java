package io.yggdrasil.resp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random bytes of the protocol's alphabet, read whole and in pieces: both must end the same. */
final class RequestParserFuzzTest {
    private static final int BYTES = 8 << 20;
    private static final int STREAM_MAX = 400;

    /** Bytes that mean something, so that random streams get far. */
    private static final byte[] ALPHABET =
            "**$$$$\r\n\r\n\r\n\r\n0123123-ab \"'\\\0".getBytes(StandardCharsets.ISO_8859_1);

    private record Ending(List<List<String>> requests, String error) {}

    private static Ending read(byte[] stream, int pieceMax, SplittableRandom random) {
        PieceReader reader = new PieceReader(new RequestParser(() -> RequestLimits.DEFAULT, () -> true), random);
        try {
            reader.readInPieces(stream, pieceMax);
            return new Ending(reader.requests(), reader.unread() + " bytes unread");
        } catch (ProtocolException e) {
            return new Ending(reader.requests(), String.valueOf(e.getMessage()));
        }
    }

    @Test
    void parse_anyBytes_endsTheSameInPieces() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RequestParserFuzzTest seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int total = 0; total < BYTES; ) {
            byte[] stream = new byte[1 + random.nextInt(STREAM_MAX)];
            for (int i = 0; i < stream.length; i++) {
                stream[i] = ALPHABET[random.nextInt(ALPHABET.length)];
            }
            total += stream.length;
            Ending whole = read(stream, Integer.MAX_VALUE - 1, random);
            assertEquals(
                    whole,
                    read(stream, 1 << random.nextInt(6), random),
                    () -> "seed=" + seed + " stream=" + new String(stream, StandardCharsets.ISO_8859_1));
        }
    }
}
