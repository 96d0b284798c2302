package io.yggdrasil.accel.vector;

import java.nio.ByteBuffer;

/** The kernel, whatever measures a pair: checks the arguments and finds the vectors, pair by pair. */
public final class PairwiseKernel implements VectorKernel {
    private static final int VECTOR_BYTES_MAX = DIMENSIONS_MAX * Float.BYTES;

    /** Where vectors pass through that are not in an array. */
    private static final ThreadLocal<Copies> COPIES = ThreadLocal.withInitial(Copies::new);

    private final Measure measure;
    private final ElementType type;
    private final PairMeasure pair;

    /** Makes the kernel of what measures two vectors by that measure, of that type. */
    public PairwiseKernel(Measure measure, ElementType type, PairMeasure pair) {
        this.measure = measure;
        this.type = type;
        this.pair = pair;
    }

    private static final class Copies {
        private final byte[] query = new byte[VECTOR_BYTES_MAX];
        private final byte[] row = new byte[VECTOR_BYTES_MAX];
    }

    @Override
    public Measure measure() {
        return measure;
    }

    @Override
    public ElementType type() {
        return type;
    }

    @Override
    public float score(ByteBuffer a, ByteBuffer b) {
        int bytes = vectorBytes("a", a);
        if (b.remaining() != bytes) {
            throw new IllegalArgumentException("b has " + b.remaining() + " bytes, a has " + bytes);
        }
        return new Query(a, bytes).against(b, 0);
    }

    @Override
    public void scores(ByteBuffer query, ByteBuffer vectors, float[] scores) {
        int bytes = vectorBytes("query", query);
        int count = vectorCount(vectors, bytes);
        requirePlaces(scores, count);
        Query against = new Query(query, bytes);
        for (int i = 0; i < count; i++) {
            scores[i] = against.against(vectors, i);
        }
    }

    @Override
    public void scores(ByteBuffer query, ByteBuffer vectors, int[] rows, int count, float[] scores) {
        int bytes = vectorBytes("query", query);
        if (count < 0 || count > rows.length) {
            throw new IllegalArgumentException("count=" + count + ": rows has " + rows.length);
        }
        requireRows(rows, count, vectorCount(vectors, bytes));
        requirePlaces(scores, count);
        Query against = new Query(query, bytes);
        for (int i = 0; i < count; i++) {
            scores[i] = against.against(vectors, rows[i]);
        }
    }

    /** One side of all pairs of a call. */
    private final class Query {
        private final Copies copies = COPIES.get();
        private final byte[] array;
        private final int from;
        private final int bytes;
        private final int dimensions;

        Query(ByteBuffer query, int bytes) {
            this.bytes = bytes;
            this.dimensions = bytes / type.bytes();
            if (query.hasArray()) {
                array = query.array();
                from = query.arrayOffset() + query.position();
            } else {
                array = copies.query;
                from = 0;
                query.get(query.position(), array, 0, bytes);
            }
        }

        float against(ByteBuffer vectors, int row) {
            byte[] other = copies.row;
            int otherFrom = 0;
            int position = vectors.position() + row * bytes;
            if (vectors.hasArray()) {
                other = vectors.array();
                otherFrom = vectors.arrayOffset() + position;
            } else {
                vectors.get(position, other, 0, bytes);
            }
            return (float) pair.of(array, from, other, otherFrom, dimensions);
        }
    }

    private int vectorBytes(String name, ByteBuffer vector) {
        int bytes = vector.remaining();
        if (bytes == 0 || bytes % type.bytes() != 0 || bytes / type.bytes() > DIMENSIONS_MAX) {
            throw new IllegalArgumentException(
                    name + " has " + bytes + " bytes: must be 1 to " + DIMENSIONS_MAX + " elements of " + type.bytes());
        }
        return bytes;
    }

    private static int vectorCount(ByteBuffer vectors, int bytes) {
        if (vectors.remaining() % bytes != 0) {
            throw new IllegalArgumentException(
                    "vectors has " + vectors.remaining() + " bytes: must be whole vectors of " + bytes);
        }
        return vectors.remaining() / bytes;
    }

    private static void requirePlaces(float[] scores, int count) {
        if (scores.length < count) {
            throw new IllegalArgumentException("scores has " + scores.length + " places: " + count + " are needed");
        }
    }

    private static void requireRows(int[] rows, int count, int vectors) {
        for (int i = 0; i < count; i++) {
            if (rows[i] < 0 || rows[i] >= vectors) {
                throw new IllegalArgumentException("rows[" + i + "]=" + rows[i] + ": there are " + vectors);
            }
        }
    }
}
