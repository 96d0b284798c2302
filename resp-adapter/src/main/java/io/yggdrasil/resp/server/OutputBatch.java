package io.yggdrasil.resp.server;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replies in the order of their requests, with places that are still to be filled or confirmed. It may be written to
 * the socket when nothing in it is open and everything before it was written.
 */
final class OutputBatch {
    private final List<Place> places = new ArrayList<>(1);
    private byte[] bytes = {};
    private int at;
    private int end;
    private int open;
    private boolean sealed;

    /** Opens a place over {@code [start, end)} of the batch's bytes. */
    Place open(int start, int end) {
        Place place = new Place(start, end);
        places.add(place);
        open++;
        return place;
    }

    /** Gives the batch its bytes, the first {@code size} of the array, to keep; it takes no further place. */
    void seal(byte[] replies, int size) {
        bytes = replies;
        end = size;
        sealed = true;
    }

    /** Whether every reply in it is final. */
    boolean isReady() {
        return sealed && open == 0;
    }

    /** Bytes left to write; the batch must be ready. */
    int left() {
        if (!places.isEmpty()) {
            assemble();
        }
        return end - at;
    }

    /** Writes the next {@code length} bytes. */
    void writeTo(ByteBuf out, int length) {
        out.writeBytes(bytes, at, length);
        at += length;
    }

    /** Puts the places' replacements where they belong. */
    private void assemble() {
        int size = end;
        for (Place place : places) {
            byte[] replacement = place.replacement;
            if (replacement != null) {
                size += replacement.length - (place.end - place.start);
            }
        }
        byte[] out = new byte[size];
        int from = 0;
        int to = 0;
        for (Place place : places) {
            byte[] replacement = place.replacement;
            if (replacement != null) {
                int kept = place.start - from;
                System.arraycopy(bytes, from, out, to, kept);
                to += kept;
                System.arraycopy(replacement, 0, out, to, replacement.length);
                to += replacement.length;
                from = place.end;
            }
        }
        System.arraycopy(bytes, from, out, to, end - from);
        places.clear();
        bytes = out;
        end = size;
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

        /**
         * Makes the reply final: as it was written, or {@code instead}. Returns false when it was final already.
         */
        boolean close(byte @Nullable [] instead) {
            if (closed) {
                return false;
            }
            closed = true;
            replacement = instead;
            open--;
            return true;
        }

        /** By how many bytes the batch changes when the place is closed with {@code instead}. */
        int growth(byte @Nullable [] instead) {
            return instead == null ? 0 : instead.length - (end - start);
        }
    }
}
