package io.yggdrasil.resp.command.server;

import java.util.Arrays;
import java.util.Random;

/** A tree of characters that branches by chance: the answer of LOLWUT. */
final class AsciiTree {
    private static final int WIDTH = 65;
    private static final int HEIGHT = 20;
    private static final int TRUNK = 5;

    private final char[][] canvas = new char[HEIGHT][WIDTH];
    private final Random random;

    private AsciiTree(Random random) {
        this.random = random;
        for (char[] row : canvas) {
            Arrays.fill(row, ' ');
        }
    }

    static String grow(Random random) {
        AsciiTree tree = new AsciiTree(random);
        tree.branch(WIDTH / 2, HEIGHT - 1, 0, TRUNK, 6);
        StringBuilder out = new StringBuilder();
        for (char[] row : tree.canvas) {
            out.append(new String(row).stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** Draws a branch of {@code length} rows upwards from a place, leaning {@code lean} columns a row, then its twigs. */
    private void branch(int x, int y, int lean, int length, int generations) {
        int column = x;
        int row = y;
        for (int i = 0; i < length; i++) {
            put(column, row, lean == 0 ? '|' : lean < 0 ? '\\' : '/');
            column += lean;
            row--;
        }
        if (generations == 0 || row < 0) {
            put(column, row, random.nextInt(3) == 0 ? 'o' : '*');
            return;
        }
        int next = Math.max(1, length - random.nextInt(2));
        branch(column - 1, row, -1, next, generations - 1 - random.nextInt(2 + generations) / 3);
        branch(column + 1, row, 1, next, generations - 1);
        if (random.nextInt(3) == 0) {
            branch(column, row, 0, next, generations - 1);
        }
    }

    private void put(int x, int y, char c) {
        if (x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT) {
            canvas[y][x] = c;
        }
    }
}
