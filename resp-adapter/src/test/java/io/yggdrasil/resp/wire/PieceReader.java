package io.yggdrasil.resp.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Feeds a parser with pieces of a stream as a connection does: unread bytes are moved to another array, at another
 * place, before every piece.
 */
final class PieceReader {
    private static final int SHIFT_MAX = 7;

    private final RequestParser parser;
    private final Request request = new Request();
    private final List<List<String>> requests = new ArrayList<>();
    private final RandomGenerator random;
    private byte[] window = new byte[0];
    private int start;
    private int end;

    PieceReader(RequestParser parser, RandomGenerator random) {
        this.parser = parser;
        this.random = random;
    }

    /** Reads a piece; the requests that it completes are added to {@link #requests()}, empty ones left out. */
    void read(byte[] piece, int from, int to) {
        move(to - from);
        System.arraycopy(piece, from, window, end, to - from);
        end += to - from;
        while (start < end && parser.parse(window, start, end, request)) {
            if (request.count() > 0) {
                requests.add(arguments());
            }
            start += parser.position();
        }
    }

    /** Reads it in pieces of 1 to {@code pieceMax} bytes. */
    void readInPieces(byte[] stream, int pieceMax) {
        for (int at = 0; at < stream.length; ) {
            int next = (int) Math.min(stream.length, at + 1L + random.nextInt(pieceMax));
            read(stream, at, next);
            at = next;
        }
    }

    private void move(int more) {
        int shift = random.nextInt(SHIFT_MAX);
        byte[] target = new byte[shift + end - start + more];
        Arrays.fill(target, (byte) '*');
        System.arraycopy(window, start, target, shift, end - start);
        RequestParser.moved(request, target, shift - start);
        end = shift + end - start;
        start = shift;
        window = target;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            arguments.add(new String(request.bytes(i), StandardCharsets.ISO_8859_1));
        }
        return arguments;
    }

    /** What was read so far, each byte of an argument one character. */
    List<List<String>> requests() {
        return requests;
    }

    /** Bytes that belong to no complete request yet. */
    int unread() {
        return end - start;
    }

    static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The request as an array of bulk strings. */
    static byte[] encode(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("*" + arguments.size() + "\r\n"));
        for (String argument : arguments) {
            out.writeBytes(bytes("$" + argument.length() + "\r\n" + argument + "\r\n"));
        }
        return out.toByteArray();
    }
}
