package io.yggdrasil.resp.script;

/** Reads the format of {@code struct}, option by option, and knows byte order and alignment as they hold at each. */
final class StructFormat {
    private static final int INTEGER_BYTES_MAX = 32;
    private static final int ALIGNMENT = 8;

    private final LuaCall call;
    private final byte[] format;
    private int at;
    private int alignment = 1;
    private boolean bigEndian;

    StructFormat(LuaCall call) {
        this.call = call;
        this.format = call.string(1);
    }

    /** Whether there is another option; a zero byte ends the format. */
    boolean hasNext() {
        return at < format.length && format[at] != 0;
    }

    /** The next option. */
    char next() {
        return (char) (format[at++] & 0xff);
    }

    /** How many bytes the option takes, its number included; 0 when that depends or it takes none. */
    int size(char option) {
        return switch (option) {
            case 'B', 'b', 'x' -> 1;
            case 'H', 'h' -> Short.BYTES;
            case 'L', 'l', 'T', 'd' -> Long.BYTES;
            case 'f' -> Float.BYTES;
            case 'c' -> number(1);
            case 'i', 'I' -> integerSize();
            default -> 0;
        };
    }

    private int integerSize() {
        int size = number(Integer.BYTES);
        if (size > INTEGER_BYTES_MAX) {
            throw new LuaFailure("integral size " + size + " is larger than limit of " + INTEGER_BYTES_MAX);
        }
        return size;
    }

    private int number(int fallback) {
        if (!isDigit()) {
            return fallback;
        }
        long value = 0;
        while (isDigit()) {
            value = value * 10 + format[at++] - '0';
            if (value > Integer.MAX_VALUE) {
                throw new LuaFailure("integral size overflow");
            }
        }
        return (int) value;
    }

    private boolean isDigit() {
        return at < format.length && format[at] >= '0' && format[at] <= '9';
    }

    /** How many bytes fill up to where an option of this size may begin. */
    int padding(long position, char option, int size) {
        if (size == 0 || option == 'c') {
            return 0;
        }
        int step = Math.min(size, alignment);
        return (int) (step - (position & (step - 1)) & (step - 1));
    }

    /** Takes an option that is for what follows. */
    void control(char option) {
        switch (option) {
            case ' ' -> {}
            case '>' -> bigEndian = true;
            case '<' -> bigEndian = false;
            case '!' -> {
                int chosen = number(ALIGNMENT);
                if (Integer.bitCount(chosen) != 1) {
                    throw new LuaFailure("alignment " + chosen + " is not a power of 2");
                }
                alignment = chosen;
            }
            default -> throw call.bad(1, "invalid format option '" + option + "'");
        }
    }

    boolean isBigEndian() {
        return bigEndian;
    }
}
