package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.RequestGenerator;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.set.SetCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import io.yggdrasil.resp.wire.Decimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Sorted set commands answer as Redis does. The counterpart is older than 7.2 and writes doubles with all their digits, so
 * scores are compared as numbers.
 */
final class SortedSetDifferentialTest extends DifferentialTest {
    private static final Set<String> UNORDERED = Set.of("ZSCAN", "ZRANDMEMBER");

    /** A key whose members all have one score. */
    private static final String NAMES = "names";

    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {
            new SortedSetCommands(), new SetCommands(), new StringCommands(), new GenericCommands()
        };
    }

    @Override
    protected RequestGenerator generator() {
        return new Generator();
    }

    private static final class Generator implements RequestGenerator {
        @Override
        public byte[][] next(Dice dice) {
            return switch (dice.below(40)) {
                case 0, 1, 2, 3, 4 -> add(dice);
                case 5 -> Dice.request("ZINCRBY", dice.key(), score(dice), member(dice));
                case 6, 7 -> names(dice, "ZREM");
                case 8 -> Dice.request("ZCARD", dice.key());
                case 9 -> Dice.request("ZSCORE", dice.key(), member(dice));
                case 10 -> names(dice, "ZMSCORE");
                case 11 -> Dice.request(dice.oneOf("ZRANK", "ZREVRANK"), dice.key(), member(dice));
                case 12, 13, 14, 15 -> range(dice, "ZRANGE", dice.key());
                case 16, 17 -> range(dice, "ZRANGESTORE", dice.key(), dice.key());
                case 18, 19 -> oldRange(dice);
                case 20 -> Dice.request("ZCOUNT", dice.key(), bound(dice), bound(dice));
                case 21 -> Dice.request("ZREMRANGEBYSCORE", dice.key(), bound(dice), bound(dice));
                case 22 -> Dice.request("ZREMRANGEBYRANK", dice.key(), dice.index(), dice.index());
                case 23 -> addNames(dice);
                case 24 ->
                    Dice.request(dice.oneOf("ZLEXCOUNT", "ZLEXCOUNT", "ZREMRANGEBYLEX"), NAMES, name(dice), name(dice));
                case 25, 26 -> lexRange(dice);
                case 27 -> pop(dice);
                case 28 -> mpop(dice);
                case 29 -> draw(dice);
                case 30 -> scan(dice);
                case 31, 32, 33 -> algebra(dice, dice.oneOf("ZUNION", "ZINTER", "ZDIFF", "ZINTERCARD"));
                case 34, 35 -> algebra(dice, dice.oneOf("ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE"), dice.key());
                case 36 -> Dice.request(dice.oneOf("TYPE", "EXISTS", "PERSIST", "GET"), dice.key());
                case 37 -> dice.chance(50) ? Dice.request("EXPIRE", dice.key(), "1000") : set(dice);
                case 38 ->
                    dice.chance(30)
                            ? Dice.request("SET", dice.key(), dice.value())
                            : Dice.request("COPY", dice.key(), dice.key(), "REPLACE");
                default ->
                    dice.chance(30) ? Dice.request("DEL", dice.key()) : Dice.request("RENAME", dice.key(), dice.key());
            };
        }

        private static Object member(Dice dice) {
            if (dice.chance(5)) {
                return dice.text(dice.below(4));
            }
            return "m" + dice.below(dice.chance(80) ? 12 : 600);
        }

        private static String score(Dice dice) {
            return switch (dice.below(10)) {
                case 0 -> dice.real();
                case 1 -> dice.integer();
                case 2 -> dice.oneOf("inf", "-inf", "+inf", "0", "-0", "1e300", "0x10", "1e999");
                default -> Integer.toString(dice.below(12) - 4);
            };
        }

        private static String bound(Dice dice) {
            String bound = dice.chance(5) ? dice.oneOf("", " 1", "-", "1\u0000x", "nan") : score(dice);
            return dice.chance(30) ? "(" + bound : bound;
        }

        private static byte[][] add(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("ZADD", dice.key()));
            while (dice.chance(25)) {
                words.add(dice.anyCase(dice.oneOf("NX", "XX", "GT", "LT", "CH", "INCR")));
            }
            for (int left = dice.below(dice.chance(95) ? 4 : 500); left >= 0; left--) {
                words.add(score(dice));
                if (left > 0 || dice.chance(95)) {
                    words.add(member(dice));
                }
            }
            return Dice.request(words);
        }

        private static byte[][] addNames(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("ZADD", NAMES));
            for (int left = dice.below(8); left >= 0; left--) {
                words.addAll(List.of("0", dice.text(dice.below(5))));
            }
            return Dice.request(words);
        }

        /** An input of set algebra, small or large. */
        private static byte[][] set(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("SADD", dice.key()));
            for (int left = dice.below(dice.chance(50) ? 4 : 300); left >= 0; left--) {
                words.add(member(dice));
            }
            return Dice.request(words);
        }

        private static byte[][] names(Dice dice, String command) {
            List<Object> words = new ArrayList<>(List.of(command, dice.key()));
            for (int left = dice.below(4); left >= 0; left--) {
                words.add(member(dice));
            }
            return Dice.request(words);
        }

        private static String name(Dice dice) {
            if (dice.chance(30)) {
                return dice.oneOf("-", "+", "[", "(", "", "a", "-x", "+\u0000x");
            }
            return dice.oneOf("[", "(") + new String(dice.text(dice.below(4)), StandardCharsets.US_ASCII);
        }

        private static byte[][] range(Dice dice, String... begin) {
            List<Object> words = new ArrayList<>(List.of((Object[]) begin));
            boolean byScore = dice.chance(60);
            words.add(byScore ? bound(dice) : dice.index());
            words.add(byScore ? bound(dice) : dice.index());
            if (byScore) {
                words.add("BYSCORE");
            }
            options(dice, words, "REV", "REV", "WITHSCORES", "BYLEX");
            return Dice.request(words);
        }

        private static byte[][] oldRange(Dice dice) {
            List<Object> words = new ArrayList<>();
            if (dice.chance(30)) {
                words.addAll(List.of("ZREVRANGE", dice.key(), dice.index(), dice.index()));
            } else {
                String command = dice.oneOf("ZRANGEBYSCORE", "ZREVRANGEBYSCORE");
                words.addAll(List.of(command, dice.key(), bound(dice), bound(dice)));
            }
            options(dice, words, "WITHSCORES", "WITHSCORES", "REV");
            return Dice.request(words);
        }

        private static byte[][] lexRange(Dice dice) {
            List<Object> words = new ArrayList<>();
            if (dice.chance(50)) {
                words.addAll(List.of("ZRANGE", NAMES, name(dice), name(dice), "BYLEX"));
                options(dice, words, "REV", "WITHSCORES");
            } else {
                words.addAll(List.of(dice.oneOf("ZRANGEBYLEX", "ZREVRANGEBYLEX"), NAMES, name(dice), name(dice)));
                options(dice, words, "WITHSCORES");
            }
            return Dice.request(words);
        }

        private static void options(Dice dice, List<Object> words, String... options) {
            if (dice.chance(30)) {
                words.addAll(List.of("LIMIT", small(dice), small(dice)));
            }
            while (dice.chance(35)) {
                words.add(dice.anyCase(dice.oneOf(options)));
            }
        }

        private static String small(Dice dice) {
            return dice.chance(5) ? dice.integer() : Integer.toString(dice.below(10) - 1);
        }

        private static byte[][] pop(Dice dice) {
            List<Object> words = new ArrayList<>(List.of(dice.oneOf("ZPOPMIN", "ZPOPMAX"), dice.key()));
            while (dice.chance(45)) {
                words.add(small(dice));
            }
            return Dice.request(words);
        }

        private static byte[][] mpop(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("ZMPOP"));
            keys(dice, words);
            words.add(dice.oneOf("MIN", "MAX", "min", "NONE"));
            while (dice.chance(40)) {
                words.addAll(List.of("COUNT", small(dice)));
            }
            if (dice.chance(3)) {
                words.add("COUNT");
            }
            return Dice.request(words);
        }

        private static void keys(Dice dice, List<Object> words) {
            int keys = 1 + dice.below(4);
            words.add(dice.chance(95) ? keys : dice.integer());
            for (int left = keys; left > 0; left--) {
                words.add(dice.key());
            }
        }

        private static byte[][] algebra(Dice dice, String... begin) {
            List<Object> words = new ArrayList<>(List.of((Object[]) begin));
            keys(dice, words);
            while (dice.chance(40)) {
                switch (dice.below(4)) {
                    case 0 -> {
                        words.add("WEIGHTS");
                        for (int left = words.size() - begin.length - 2; left > 0 || dice.chance(5); left--) {
                            words.add(dice.chance(90) ? Integer.toString(dice.below(5) - 2) : dice.real());
                        }
                    }
                    case 1 -> words.addAll(List.of("AGGREGATE", dice.oneOf("SUM", "MIN", "MAX", "NONE")));
                    case 2 -> words.add(dice.anyCase("WITHSCORES"));
                    default -> words.addAll(List.of("LIMIT", small(dice)));
                }
            }
            return Dice.request(words);
        }

        /** All of them, or wrongly: what is drawn is random. */
        private static byte[][] draw(Dice dice) {
            String count = dice.oneOf("1000000", "0", "x", "-9223372036854775808");
            List<Object> words = new ArrayList<>(List.of("ZRANDMEMBER", dice.key(), count));
            while (dice.chance(40)) {
                words.add(dice.oneOf("WITHSCORES", "withscores", "NONSENSE"));
            }
            return Dice.request(words);
        }

        private static byte[][] scan(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("ZSCAN", dice.key(), dice.oneOf("0", "0", "x")));
            words.addAll(List.of("COUNT", dice.oneOf("100000", "100000", "0", "x")));
            if (dice.chance(30)) {
                words.addAll(List.of("MATCH", "m1*"));
            }
            return Dice.request(words);
        }

        @Override
        public Reply canonical(byte[][] request, Reply reply) {
            String command = new String(request[0], StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
            Reply compared = numbers(reply);
            if (!UNORDERED.contains(command)) {
                return compared;
            }
            return compared.sorted(command.equals("ZSCAN") || request.length == 4 ? 2 : 1);
        }

        /** The same with all that reads as a number written in one way, where 0 has no sign. */
        private static Reply numbers(Reply reply) {
            List<Reply> elements = reply.elements();
            if (elements != null) {
                return new Reply(
                        reply.type(),
                        null,
                        elements.stream().map(Generator::numbers).toList());
            }
            if (reply.isNull() || (reply.type() != '$' && reply.type() != ',')) {
                return reply;
            }
            try {
                double value = Double.parseDouble(reply.text().replace("inf", "Infinity"));
                return new Reply(reply.type(), Decimal.bytes(value + 0.0), null);
            } catch (NumberFormatException e) {
                return new Reply(reply.type(), Objects.requireNonNull(reply.bytes()), null);
            }
        }
    }
}
