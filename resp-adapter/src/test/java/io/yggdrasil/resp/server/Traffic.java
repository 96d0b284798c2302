package io.yggdrasil.resp.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Makes streams of requests: valid ones, and such that were damaged on the way. */
final class Traffic {
    private static final String[] WORDS = {
        "GET",
        "SET",
        "APPEND",
        "INCR",
        "MSET",
        "MGET",
        "DEL",
        "EXISTS",
        "STRLEN",
        "GETRANGE",
        "SETRANGE",
        "PING",
        "ECHO",
        "GETDEL",
        "PERSIST",
        "TYPE",
        "MULTI",
        "EXEC",
        "DISCARD",
        "get",
        "Set",
        "nosuch"
    };
    private static final String[] ODDITIES = {
        "*",
        "$",
        "*-1\r\n",
        "$-1\r\n",
        "*0\r\n",
        "\r\n",
        "\n",
        "\r",
        "\"",
        "'",
        "\\x",
        "*1\r\n$4\r\nPING\r\n",
        "*2147483647\r\n",
        "*2147483648\r\n",
        "$536870912\r\n",
        "$536870913\r\n",
        "*00\r\n",
        "$+1\r\n",
        "*1\r\n$0\r\n\r\n",
        "\"unbalanced",
        "$99999999999999999999\r\n",
        "\0",
        "+OK\r\n",
        "*1000\r\n",
        "*3\r\n$3\r\nSET\r\n"
    };

    private final SplittableRandom random;

    private final String[] words;

    /** Traffic of commands that work the same everywhere. */
    Traffic(SplittableRandom random) {
        this(random, WORDS);
    }

    /** Traffic of the given commands. */
    Traffic(SplittableRandom random, String[] words) {
        this.random = random;
        this.words = words;
    }

    /** A pipeline of {@code requests} valid requests. */
    byte[] valid(int requests) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < requests; i++) {
            if (random.nextInt(4) == 0) {
                line(out);
            } else {
                array(out);
            }
        }
        return out.toByteArray();
    }

    private void array(ByteArrayOutputStream out) {
        int count = 1 + random.nextInt(5);
        append(out, "*" + count + "\r\n");
        for (int i = 0; i < count; i++) {
            byte[] argument = i == 0 ? latin(words[random.nextInt(words.length)]) : argument();
            append(out, "$" + argument.length + "\r\n");
            out.writeBytes(argument);
            append(out, "\r\n");
        }
    }

    private void line(ByteArrayOutputStream out) {
        append(out, words[random.nextInt(words.length)]);
        for (int left = random.nextInt(4); left > 0; left--) {
            append(out, random.nextInt(6) == 0 ? " \"a\\x41\\n b\"" : " " + key());
        }
        append(out, random.nextBoolean() ? "\r\n" : "\n");
    }

    private byte[] argument() {
        switch (random.nextInt(4)) {
            case 0 -> {
                return latin(Integer.toString(random.nextInt(-20, 2000)));
            }
            case 1 -> {
                byte[] bytes = new byte[random.nextInt(1 << random.nextInt(10))];
                random.nextBytes(bytes);
                return bytes;
            }
            default -> {
                return latin(key());
            }
        }
    }

    private String key() {
        return "k" + random.nextInt(20);
    }

    /** Damages a stream: flipped bits, bytes lost, doubled, replaced, odd pieces between. */
    byte[] damage(byte[] stream) {
        byte[] bytes = stream.clone();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            bytes = damageOnce(bytes);
        }
        return bytes;
    }

    private byte[] damageOnce(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                if (at < bytes.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                return flipped;
            }
            case 1 -> {
                return splice(bytes, at, Math.min(bytes.length, at + random.nextInt(8)), new byte[0]);
            }
            case 2 -> {
                return splice(bytes, at, bytes.length, new byte[0]);
            }
            case 3 -> {
                int end = Math.min(bytes.length, at + random.nextInt(40));
                return splice(bytes, at, at, java.util.Arrays.copyOfRange(bytes, at, end));
            }
            case 4 -> {
                byte[] noise = new byte[random.nextInt(20)];
                random.nextBytes(noise);
                return splice(bytes, at, Math.min(bytes.length, at + random.nextInt(8)), noise);
            }
            default -> {
                return splice(bytes, at, at, latin(ODDITIES[random.nextInt(ODDITIES.length)]));
            }
        }
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(between);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /** Very many tiny requests. */
    byte[] pipeline(int requests) {
        String request = random.nextBoolean() ? "PING\r\n" : "*2\r\n$3\r\nGET\r\n$1\r\na\r\n";
        return latin(request.repeat(requests));
    }

    /** A request that announces much more than it has. */
    byte[] promise(int length) {
        String header = random.nextBoolean()
                ? "*2\r\n$4\r\nECHO\r\n$" + (length + random.nextInt(500_000_000)) + "\r\n"
                : "*" + (1 + random.nextInt(Integer.MAX_VALUE)) + "\r\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, header);
        if (header.startsWith("*2")) {
            out.writeBytes(noise(length));
        } else {
            append(out, "$0\r\n\r\n".repeat(length / 6));
        }
        return out.toByteArray();
    }

    /** Bytes without any sense. */
    byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void append(ByteArrayOutputStream out, String latin) {
        out.writeBytes(latin(latin));
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
