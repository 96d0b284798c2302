package io.yggdrasil.resp.grid;

import io.yggdrasil.resp.keyspace.StringEncoding;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The encodings of values that are not what their bytes suggest: to Redis "12" is an integer when a client stored it, and
 * raw when APPEND made it. Remembered by the version of the entry, which every write changes, so that no write of the
 * ordinary kind has to know of this. Bounded: what is forgotten is told by its bytes again.
 *
 * <p>Threads: any.
 */
final class EncodingMemory {
    private static final int CELLS_LOG2 = 14;
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final AtomicReferenceArray<@Nullable Known> cells = new AtomicReferenceArray<>(1 << CELLS_LOG2);

    void remember(Object version, StringEncoding encoding) {
        cells.setRelease(cell(version), new Known(version, encoding));
    }

    @Nullable
    StringEncoding find(@Nullable Object version) {
        if (version == null) {
            return null;
        }
        Known known = cells.getAcquire(cell(version));
        return known != null && known.version.equals(version) ? known.encoding : null;
    }

    private static int cell(Object version) {
        return (version.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - CELLS_LOG2);
    }

    private record Known(Object version, StringEncoding encoding) {}
}
