package io.yggdrasil.accel.erasure;

import com.backblaze.erasure.Galois;
import com.backblaze.erasure.Matrix;

/** The matrix that makes all slices of the data slices, and what follows from it for those that are lost. Immutable. */
final class CodingMatrix {
    private final CodeShape shape;
    private final Matrix matrix;

    CodingMatrix(CodeShape shape) {
        this.shape = shape;
        int data = shape.dataSlices();
        Matrix powers = new Matrix(shape.slices(), data);
        for (int row = 0; row < shape.slices(); row++) {
            for (int column = 0; column < data; column++) {
                powers.set(row, column, Galois.exp((byte) row, column));
            }
        }
        this.matrix = powers.times(powers.submatrix(0, 0, data, data).invert());
    }

    /** The coefficients of the data slices in each parity slice. */
    byte[][] parityRows() {
        byte[][] rows = new byte[shape.paritySlices()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = matrix.getRow(shape.dataSlices() + i);
        }
        return rows;
    }

    /**
     * The coefficients of k slices in each of the wanted ones.
     *
     * @param sources a set of k slices
     * @param wanted a set of others
     */
    byte[][] rows(int sources, int wanted) {
        int data = shape.dataSlices();
        Matrix known = new Matrix(data, data);
        int at = 0;
        for (int slice = 0; slice < shape.slices(); slice++) {
            if ((sources >>> slice & 1) != 0) {
                for (int column = 0; column < data; column++) {
                    known.set(at, column, matrix.get(slice, column));
                }
                at++;
            }
        }
        Matrix all = matrix.times(known.invert());
        byte[][] rows = new byte[Integer.bitCount(wanted)][];
        at = 0;
        for (int slice = 0; slice < shape.slices(); slice++) {
            if ((wanted >>> slice & 1) != 0) {
                rows[at++] = all.getRow(slice);
            }
        }
        return rows;
    }
}
