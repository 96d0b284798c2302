package io.yggdrasil.resp.wire;

/**
 * Requests as one node sends them to another, in big endian:
 *
 * <pre>
 *   +-----------+--------------+-------------+-- - -
 *   | count i32 | length 0 i32 | argument 0  | length 1 ...
 *   +-----------+--------------+-------------+-- - -
 * </pre>
 */
public final class RequestCodec {
    private RequestCodec() {}

    /** Size of the encoded request in bytes. */
    public static int bytes(Request request) {
        return Math.addExact(4 + 4 * request.count(), request.byteCount());
    }

    /** Writes the request at {@code at}; returns where it ends. */
    public static int encode(Request request, byte[] out, int at) {
        int end = putInt(out, at, request.count());
        for (int i = 0; i < request.count(); i++) {
            int length = request.length(i);
            end = putInt(out, end, length);
            System.arraycopy(request.buffer(), request.offset(i), out, end, length);
            end += length;
        }
        return end;
    }

    /**
     * Points {@code request} at the arguments that stand at {@code at}; returns where they end.
     *
     * @throws IllegalArgumentException when they are not all there
     */
    public static int decode(byte[] bytes, int at, Request request) {
        request.begin(bytes);
        int count = getInt(bytes, at);
        int end = at + 4;
        for (int i = 0; i < count; i++) {
            int length = getInt(bytes, end);
            end += 4;
            if (length < 0 || length > bytes.length - end) {
                throw new IllegalArgumentException("length=" + length + " left=" + (bytes.length - end));
            }
            request.add(end, length);
            end += length;
        }
        return end;
    }

    private static int putInt(byte[] out, int at, int value) {
        out[at] = (byte) (value >>> 24);
        out[at + 1] = (byte) (value >>> 16);
        out[at + 2] = (byte) (value >>> 8);
        out[at + 3] = (byte) value;
        return at + 4;
    }

    private static int getInt(byte[] bytes, int at) {
        if (at > bytes.length - 4) {
            throw new IllegalArgumentException("at=" + at + " bytes=" + bytes.length);
        }
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }
}
