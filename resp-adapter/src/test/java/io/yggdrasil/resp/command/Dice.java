package io.yggdrasil.resp.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/** Random arguments for commands: few keys, so that commands meet, and values that sit on the edges of their kind. */
@NullMarked
public final class Dice {
    /** The keys that requests are about. */
    public static final List<String> KEYS = List.of("a", "b", "key", "{t}1", "\u00e9\u0000\r\n");

    /** A key that often holds a list. */
    public static final String LIST_KEY = "list";

    private static final String[] INTEGER_EDGES = {
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "4611686018427387904",
        "4294967295",
        "4294967296",
        "2147483647",
        "-1",
        "0"
    };
    private static final String[] NOT_INTEGERS = {"", "x", "1.5", "+1", " 1", "1 ", "01", "-0", "-", "1e3", "0x10"};

    private final Random random;

    /** Makes dice that fall the same way for the same seed. */
    public Dice(long seed) {
        this.random = new Random(seed);
    }

    /** An integer from 0 to {@code end - 1}. */
    public int below(int end) {
        return random.nextInt(end);
    }

    /** True {@code percent} times of a hundred. */
    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** One of the words. */
    public String oneOf(String... words) {
        return words[random.nextInt(words.length)];
    }

    /** A word in upper, lower or mixed case. */
    public String anyCase(String word) {
        StringBuilder out = new StringBuilder(word);
        for (int i = 0; chance(30) && i < out.length(); i++) {
            out.setCharAt(i, Character.toLowerCase(out.charAt(i)));
        }
        return out.toString();
    }

    /** Mostly one of {@link #KEYS}. */
    public String key() {
        return chance(4) ? LIST_KEY : KEYS.get(random.nextInt(KEYS.size()));
    }

    /** Decimal text, mostly small, sometimes at the edges of 64 bits, rarely no integer at all. */
    public String integer() {
        int kind = random.nextInt(100);
        if (kind < 4) {
            return oneOf(NOT_INTEGERS);
        }
        return kind < 12 ? oneOf(INTEGER_EDGES) : Integer.toString(random.nextInt(-50, 51));
    }

    /** An index into a short string: mostly near its start or end, sometimes wild. */
    public String index() {
        return chance(8) ? integer() : Integer.toString(random.nextInt(-25, 26));
    }

    /** Bytes of any kind: numbers, text, binary, empty. */
    public byte[] value() {
        int kind = random.nextInt(100);
        if (kind < 30) {
            return bytes(integer());
        }
        if (kind < 40) {
            return bytes(real());
        }
        if (kind < 65) {
            return text(random.nextInt(20));
        }
        if (kind < 70) {
            return new byte[random.nextInt(40)];
        }
        byte[] binary = new byte[random.nextInt(kind < 97 ? 24 : 300)];
        random.nextBytes(binary);
        return binary;
    }

    /** Letters from a small alphabet, so that texts share parts. */
    public byte[] text(int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = (byte) ('a' + random.nextInt(4));
        }
        return out;
    }

    /** Text of a floating-point number in many shapes, rarely none at all. */
    public String real() {
        return switch (random.nextInt(12)) {
            case 0 -> oneOf("inf", "-inf", "Infinity", "nan", "1e", "0x1p-3", ".", "+.5", "1.", "--1", "1e+5", "-0.0");
            case 1 -> oneOf("1e308", "-1e308", "1e4932", "1.18973149535723176502e4932", "1e-4950", "1e-5000");
            case 2 -> integer();
            case 3 -> Double.toString(random.nextGaussian());
            case 4 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 5 -> random.nextLong() + "." + random.nextInt(Integer.MAX_VALUE) + random.nextInt(Integer.MAX_VALUE);
            default -> random.nextInt(-100, 100) + "." + random.nextInt(1000);
        };
    }

    /** A request from words: bytes as they are, everything else as text. */
    public static byte[][] request(Object... words) {
        byte[][] request = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            request[i] = words[i] instanceof byte[] binary ? binary : bytes(words[i].toString());
        }
        return request;
    }

    /** A request from a list of words. */
    public static byte[][] request(List<?> words) {
        return request(words.toArray());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
