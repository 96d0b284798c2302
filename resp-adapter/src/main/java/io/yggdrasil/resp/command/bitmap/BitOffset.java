package io.yggdrasil.resp.command.bitmap;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.Request;

/** Reads the argument that names a bit of a string of legal length. */
final class BitOffset {
    private final StringLimit limit;

    BitOffset(StringLimit limit) {
        this.limit = limit;
    }

    /** Argument {@code index} as a bit. */
    long parse(Call call, int index) {
        return parse(call, index, 0, 1);
    }

    /** As {@link #parse(Call, int)}; behind a {@code #} it counts fields of {@code width} bits. */
    long parseField(Call call, int index, int width) {
        Request request = call.request();
        boolean countsFields = request.length(index) > 0 && request.buffer()[request.offset(index)] == '#';
        return countsFields ? parse(call, index, 1, width) : parse(call, index, 0, 1);
    }

    private long parse(Call call, int index, int skipped, int unitBits) {
        Request request = call.request();
        int from = request.offset(index) + skipped;
        int length = request.length(index) - skipped;
        if (!Decimal.isLong(request.buffer(), from, length)) {
            throw invalid();
        }
        long offset = Decimal.parseLong(request.buffer(), from, length) * unitBits;
        if (offset < 0 || offset >>> 3 >= limit.bytesMax()) {
            throw invalid();
        }
        return offset;
    }

    private static RedisException invalid() {
        return new RedisException("ERR bit offset is not an integer or out of range");
    }
}
