package io.yggdrasil.resp.rdb;

import io.yggdrasil.resp.command.StringLimit;
import java.util.ArrayList;
import java.util.List;

/**
 * Libraries of functions as RDB files and FUNCTION DUMP have them: each is {@code 0xF5} and its code as a string.
 *
 * <p>A payload ends, as that of a value, with the version and the checksum.
 */
public final class FunctionsPayload {
    /** What comes before a library. */
    static final int LIBRARY = 0xF5;

    private static final int LIBRARY_OF_RELEASE_CANDIDATE = 0xF6;
    private static final int VERSION = 11;
    private static final StringLimit NO_LIMIT = new StringLimit(() -> Integer.MAX_VALUE);

    private FunctionsPayload() {}

    /** The codes of libraries, one behind the other. */
    public static byte[] write(List<byte[]> codes) {
        RdbOutput out = new RdbOutput(NO_LIMIT);
        for (byte[] code : codes) {
            out.octet(LIBRARY);
            out.string(code, 0, code.length);
        }
        return out.toBytes();
    }

    /** Puts version and checksum behind what {@link #write} has written. */
    public static byte[] seal(byte[] libraries) {
        return DumpPayload.seal(libraries, VERSION);
    }

    /** The codes of a sound payload. An {@link RdbFormatException} tells why it is none of libraries. */
    public static List<byte[]> unseal(byte[] payload) {
        return read(payload, DumpPayload.valueBytes(payload));
    }

    /** The codes in {@code bytes[0 .. length)}. */
    public static List<byte[]> read(byte[] bytes, int length) {
        RdbInput in = RdbInput.of(bytes, 0, length);
        List<byte[]> codes = new ArrayList<>();
        while (in.hasMore()) {
            int type = in.octet();
            if (type == LIBRARY_OF_RELEASE_CANDIDATE) {
                throw new RdbFormatException("Pre-GA function format not supported");
            }
            if (type != LIBRARY) {
                throw new RdbFormatException("given type is not a function");
            }
            codes.add(in.string());
        }
        return codes;
    }
}
