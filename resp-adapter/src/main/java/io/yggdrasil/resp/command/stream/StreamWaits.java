package io.yggdrasil.resp.command.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.yggdrasil.resp.command.Timeouts;
import io.yggdrasil.resp.command.Waiting;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How XREAD and XREADGROUP wait. The {@code $} of a client that begins to wait is the last id at that time, so the server
 * asks itself for that first: {@code XREAD LASTIDS STREAMS key... $...} answers ids, or the mistake in the request. From then on they stand in the request.
 */
final class StreamWaits implements Waiting.Anchor {
    /** The word that asks for ids; in no documentation of Redis, as nobody else needs it. */
    static final String IDS = "LASTIDS";

    private StreamWaits() {}

    static Waiting ofReaders() {
        return new Waiting(ValueType.STREAM, false, StreamWaits::millis, new StreamWaits());
    }

    /** Who reads for a group wants to know that there is none any more. */
    static Waiting ofGroups() {
        return new Waiting(ValueType.STREAM, true, StreamWaits::millis, null);
    }

    private static long millis(Request request) {
        int at = indexOf(request, "BLOCK");
        return at < 0 ? Waiting.NOT_AT_ALL : Timeouts.millis(request, at + 1);
    }

    /** The index of an option that has a value behind it; -1: it is not there. */
    private static int indexOf(Request request, String option) {
        for (int i = 1; i < request.count() - 1 && !request.is(i, "STREAMS"); i++) {
            if (request.is(i, option)) {
                return i;
            }
            if (request.is(i, "BLOCK") || request.is(i, "COUNT")) {
                i++;
            } else if (request.is(i, "GROUP")) {
                i += 2;
            }
        }
        return -1;
    }

    @Override
    public @Nullable Request question(Request request) {
        int streams = 1;
        while (!request.is(streams, "STREAMS")) {
            streams += request.is(streams, "BLOCK") || request.is(streams, "COUNT") ? 2 : 1;
        }
        List<byte[]> words = new ArrayList<>(List.of(word(request, 0), IDS.getBytes(US_ASCII)));
        for (int i = 1; i < streams; i++) {
            if (request.is(i, "BLOCK")) {
                i++;
            } else {
                words.add(word(request, i));
            }
        }
        boolean any = false;
        for (int i = streams; i < request.count(); i++) {
            words.add(word(request, i));
            any |= i > streams + (request.count() - streams) / 2 && request.is(i, "$");
        }
        return any ? Request.of(words.toArray(byte[][]::new)) : null;
    }

    @Override
    public Request anchored(Request request, byte[] answer) {
        String[] lines = new String(answer, US_ASCII).split("\r\n", -1);
        int count = Integer.parseInt(lines[0].substring(1));
        byte[][] words = new byte[request.count()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(request, i);
        }
        for (int i = 0; i < count; i++) {
            words[words.length - count + i] = lines[2 + 2 * i].getBytes(US_ASCII);
        }
        return Request.of(words);
    }

    private static byte[] word(Request request, int index) {
        int from = request.offset(index);
        return Arrays.copyOfRange(request.buffer(), from, from + request.length(index));
    }
}
