package io.yggdrasil.resp.command.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.WholeServer;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.Reply;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls the libraries bit, struct and cmsgpack at random in a redis-server and in ours, and compares the answers. */
final class ScriptLibrariesDifferentialTest {
    private static final int SCRIPTS = 400;
    private static final String[] SHIFTS = {"lshift", "rshift", "arshift", "rol", "ror", "band", "bor", "bxor", "tohex"
    };
    private static final String[] SINGLES = {"tobit", "bnot", "bswap", "tohex"};
    private static final String[] OPTIONS = {
        "b", "B", "h", "H", "l", "L", "T", "i", "I", "i1", "i3", "I5", "i8", "I16", "f", "d", "s", "c3", "c0", "x", ">",
        "<", "!", "!4", "!2", " "
    };
    private static final String[] ODD_FORMATS = {"!3", "i33", "z", "c99999999999", "i0", "", "c5", "I32", "!0"};

    private static RedisServer redis;
    private static WholeServer ours;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start();
        ours = WholeServer.start(Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            redis.close();
        }
        if (ours != null) {
            ours.close();
        }
    }

    private static List<String> answers(int port, List<String> scripts) throws IOException {
        List<String> replies = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String script : scripts) {
                String request = "*3\r\n$4\r\nEVAL\r\n$" + script.length() + "\r\n" + script + "\r\n$1\r\n0\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                replies.add(Reply.read(in).toString());
            }
        }
        return replies;
    }

    private void compare(Function<Random, String> generator) throws IOException {
        List<String> scripts = new ArrayList<>();
        for (int i = 0; i < SCRIPTS; i++) {
            scripts.add(generator.apply(random));
        }
        List<String> expected = answers(redis.port(), scripts);
        List<String> actual = answers(ours.port(), scripts);
        for (int i = 0; i < SCRIPTS; i++) {
            String script = scripts.get(i);
            assertEquals(expected.get(i), actual.get(i), () -> "seed=" + seed + " " + script);
        }
    }

    private static String pick(Random random, String[] words) {
        return words[random.nextInt(words.length)];
    }

    private static String number(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> Long.toString(random.nextLong() >> 12);
            case 2 -> Double.toString(random.nextDouble() * 1e6 - 5e5);
            case 3 -> "2^" + random.nextInt(70);
            case 4 -> "-2^" + random.nextInt(63);
            case 5 -> Integer.toString(random.nextInt(40) - 20);
            case 6 -> "'" + random.nextInt(1000) + "'";
            case 7 -> Integer.toString(1 << random.nextInt(31));
            case 8 -> "0." + random.nextInt(1000);
            default -> Integer.toString(random.nextInt(300) - 150);
        };
    }

    private static String text(Random random) {
        int length = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 31 + random.nextInt(3);
            case 2 -> 255 + random.nextInt(3);
            default -> random.nextInt(12);
        };
        StringBuilder out = new StringBuilder("'");
        for (int i = 0; i < length; i++) {
            out.append(String.format("\\%03d", random.nextInt(256)));
        }
        return out.append("'").toString();
    }

    private static String value(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "nil";
            case 1 -> "true";
            case 2 -> text(random);
            case 3 -> "{}";
            default -> number(random);
        };
    }

    @Test
    void bit_randomNumbers_areThoseOfRedis() throws IOException {
        compare(random -> {
            String call = random.nextBoolean()
                    ? "bit." + pick(random, SINGLES) + "(" + number(random) + ")"
                    : "bit." + pick(random, SHIFTS) + "(" + number(random) + "," + number(random)
                            + (random.nextInt(4) == 0 ? "," + number(random) : "") + ")";
            return "return tostring(" + call + ")";
        });
        compare(random -> "local x = bit." + pick(random, SHIFTS) + "(" + value(random) + "," + value(random)
                + ") return tostring(x)");
        compare(random ->
                "return bit." + pick(random, SINGLES) + "(" + (random.nextBoolean() ? "" : value(random)) + ")");
    }

    private static String format(Random random, StringBuilder arguments, boolean sound) {
        StringBuilder format = new StringBuilder();
        int count = random.nextInt(5) + 1;
        for (int i = 0; i < count; i++) {
            String option = !sound && random.nextInt(8) == 0 ? pick(random, ODD_FORMATS) : pick(random, OPTIONS);
            format.append(option);
            char first = option.isEmpty() ? ' ' : option.charAt(0);
            if ("bBhHlLTiIfd".indexOf(first) >= 0) {
                arguments.append(',').append(sound || random.nextInt(8) > 0 ? number(random) : value(random));
            } else if (first == 's' || first == 'c') {
                arguments.append(',').append(sound ? "'abc" + random.nextInt(100) + "'" : text(random));
            }
        }
        return "'" + format + "'";
    }

    @Test
    void struct_randomFormats_areThoseOfRedis() throws IOException {
        compare(random -> {
            StringBuilder arguments = new StringBuilder();
            String format = format(random, arguments, false);
            return "return struct.pack(" + format + arguments + ")";
        });
        compare(random -> {
            StringBuilder arguments = new StringBuilder();
            String format = format(random, arguments, true);
            return "local t = {pcall(struct.unpack, " + format + ", struct.pack(" + format + arguments
                    + "))} for i = 1, #t do t[i] = tostring(t[i]) end return t";
        });
        compare(random -> "local t = {struct.unpack(" + format(random, new StringBuilder(), false) + ", " + text(random)
                + (random.nextInt(3) == 0 ? "," + (random.nextInt(6) - 1) : "")
                + ")} for i = 1, #t do t[i] = tostring(t[i]) end return t");
        compare(random -> "return struct.size(" + format(random, new StringBuilder(), false) + ")");
    }

    private static String tree(Random random, int depth) {
        int kind = depth == 0 ? random.nextInt(5) : random.nextInt(9);
        switch (kind) {
            case 0, 1, 2 -> {
                return number(random);
            }
            case 3 -> {
                return text(random);
            }
            case 4 -> {
                return pick(random, new String[] {"true", "false", "cjson.null", "redis.call", "nil"});
            }
            default -> {
                StringBuilder out = new StringBuilder("{");
                int count = random.nextInt(10) == 0 ? 17 : random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    if (kind > 6) {
                        out.append('[')
                                .append(random.nextBoolean() ? "'k" + i + "'" : Integer.toString(i + 1))
                                .append("]=");
                    }
                    out.append(tree(random, depth - 1)).append(',');
                }
                return out.append('}').toString();
            }
        }
    }

    private static final String SHOW =
            " local function show(v) if type(v) ~= 'table' then return type(v)..tostring(v) end"
                    + " local keys = {} for k in pairs(v) do keys[#keys + 1] = type(k)..(type(k) == 'table' and '' or tostring(k)) end table.sort(keys)"
                    + " local out = '{' for _, k in ipairs(keys) do local key = k:match('^string(.*)') or tonumber(k:match('^number(.*)'))"
                    + " if key == nil then key = k == 'booleantrue' end"
                    + " out = out..k..'='..show(v[key])..',' end return out..'}' end ";

    @Test
    void cmsgpack_randomValues_areThoseOfRedis() throws IOException {
        compare(random -> "return cmsgpack.pack(" + tree(random, 3)
                + (random.nextInt(3) == 0 ? "," + tree(random, 2) : "") + ")");
        compare(random -> SHOW + "local t = {cmsgpack.unpack(cmsgpack.pack(" + tree(random, 3) + ", " + tree(random, 1)
                + "))} return show(t)");
        compare(random -> SHOW + "return show({cmsgpack.unpack(" + text(random) + ")})");
        compare(random -> SHOW + "return show({cmsgpack." + pick(random, new String[] {"unpack_one", "unpack_limit"})
                + "(cmsgpack.pack(1, 'a', {2}, 'bc'), " + (random.nextInt(7) - 1) + ", " + (random.nextInt(12) - 1)
                + ")})");
    }
}
