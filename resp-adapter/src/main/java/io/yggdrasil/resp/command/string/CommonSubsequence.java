package io.yggdrasil.resp.command.string;

import java.util.ArrayList;
import java.util.List;

/**
 * A longest common subsequence of two byte strings, by the table of the lengths for all pairs of prefixes.
 *
 * <p>Two rows of the table are kept, and of each cell the one bit that the way back needs: whether the longer result
 * came from dropping the last byte of the first string. Where several subsequences are equally long, the way back takes
 * the same turns as Redis does, so the same one is found.
 */
final class CommonSubsequence {
    private final byte[] first;
    private final byte[] second;
    private final long[] dropsFirst;
    private final int length;

    CommonSubsequence(byte[] first, byte[] second) {
        this.first = first;
        this.second = second;
        long cells = (long) first.length * second.length;
        this.dropsFirst = new long[(int) ((cells + 63) >>> 6)];
        this.length = fill();
    }

    private int fill() {
        int[] above = new int[second.length + 1];
        int[] row = new int[second.length + 1];
        long cell = 0;
        for (byte a : first) {
            for (int j = 1; j <= second.length; j++, cell++) {
                if (a == second[j - 1]) {
                    row[j] = above[j - 1] + 1;
                } else if (above[j] > row[j - 1]) {
                    row[j] = above[j];
                    dropsFirst[(int) (cell >>> 6)] |= 1L << cell;
                } else {
                    row[j] = row[j - 1];
                }
            }
            int[] spare = above;
            above = row;
            row = spare;
        }
        return above[second.length];
    }

    /** The length alone, without the memory for the way back. */
    static int length(byte[] first, byte[] second) {
        int[] row = new int[second.length + 1];
        for (byte a : first) {
            int diagonal = 0;
            for (int j = 1; j <= second.length; j++) {
                int above = row[j];
                row[j] = a == second[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[second.length];
    }

    /** Its length. */
    int length() {
        return length;
    }

    /** Its bytes. */
    byte[] bytes() {
        byte[] out = new byte[length];
        int at = length;
        for (Range range : ranges()) {
            at -= range.length();
            System.arraycopy(first, range.firstStart(), out, at, range.length());
        }
        return out;
    }

    /** Where its bytes lie in both strings, in runs, from the last to the first. */
    List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        int run = 0;
        int i = first.length;
        int j = second.length;
        while (i > 0 && j > 0) {
            if (first[i - 1] == second[j - 1]) {
                i--;
                j--;
                run++;
                continue;
            }
            run = close(ranges, i, j, run);
            if (isDropOfFirst(i, j)) {
                i--;
            } else {
                j--;
            }
        }
        close(ranges, i, j, run);
        return ranges;
    }

    private static int close(List<Range> ranges, int i, int j, int run) {
        if (run > 0) {
            ranges.add(new Range(i, j, run));
        }
        return 0;
    }

    private boolean isDropOfFirst(int i, int j) {
        long cell = (long) (i - 1) * second.length + (j - 1);
        return (dropsFirst[(int) (cell >>> 6)] >>> cell & 1) != 0;
    }

    /** A run of bytes that both strings share. */
    record Range(int firstStart, int secondStart, int length) {}
}
