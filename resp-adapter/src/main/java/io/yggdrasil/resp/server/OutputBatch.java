package io.yggdrasil.resp.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one read, with places that are still to be filled or confirmed. It is written to the socket when
 * nothing in it is open and everything before it was written, so replies keep the order of their requests.
 */
final class OutputBatch {
    private final List<Place> places = new ArrayList<>(4);
    private byte[] bytes = {};
    private int open;
    private boolean sealed;

    /** Opens a place over {@code [start, end)} of the batch's bytes. */
    Place open(int start, int end) {
        Place place = new Place(start, end);
        places.add(place);
        open++;
        return place;
    }

    /** Gives the batch its bytes; it takes no further place. */
    void seal(byte[] replies) {
        bytes = replies;
        sealed = true;
    }

    boolean isReady() {
        return sealed && open == 0;
    }

    /** All bytes in order, with the places' replacements. */
    byte[] assemble() {
        int size = bytes.length;
        for (Place place : places) {
            byte[] replacement = place.replacement;
            if (replacement != null) {
                size += replacement.length - (place.end - place.start);
            }
        }
        byte[] out = new byte[size];
        int from = 0;
        int at = 0;
        for (Place place : places) {
            byte[] replacement = place.replacement;
            if (replacement != null) {
                int kept = place.start - from;
                System.arraycopy(bytes, from, out, at, kept);
                at += kept;
                System.arraycopy(replacement, 0, out, at, replacement.length);
                at += replacement.length;
                from = place.end;
            }
        }
        System.arraycopy(bytes, from, out, at, bytes.length - from);
        return out;
    }

    /** A reply in the batch that is not final yet. */
    final class Place {
        private final int start;
        private final int end;
        private byte @Nullable [] replacement;
        private boolean closed;

        private Place(int start, int end) {
            this.start = start;
            this.end = end;
        }

        /** Makes the reply final: as it was written, or {@code instead}. Returns false when it was final already. */
        boolean close(byte @Nullable [] instead) {
            if (closed) {
                return false;
            }
            closed = true;
            replacement = instead;
            open--;
            return true;
        }
    }
}
