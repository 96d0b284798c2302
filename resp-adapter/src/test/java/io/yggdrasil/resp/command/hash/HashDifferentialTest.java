package io.yggdrasil.resp.command.hash;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.RequestGenerator;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Hash commands answer as Redis does. */
final class HashDifferentialTest extends DifferentialTest {
    private static final Set<String> UNORDERED = Set.of("HGETALL", "HKEYS", "HVALS", "HSCAN", "HRANDFIELD");

    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {new HashCommands(), new StringCommands(), new GenericCommands()};
    }

    @Override
    protected RequestGenerator generator() {
        return new Generator();
    }

    private static final class Generator implements RequestGenerator {
        @Override
        public byte[][] next(Dice dice) {
            return switch (dice.below(26)) {
                case 0, 1, 2 -> Dice.request("HSET", dice.key(), field(dice), dice.value());
                case 3 -> many(dice, dice.oneOf("HSET", "HMSET"));
                case 4 -> Dice.request("HSETNX", dice.key(), field(dice), dice.value());
                case 5, 6 -> Dice.request(dice.oneOf("HGET", "HEXISTS", "HSTRLEN"), dice.key(), field(dice));
                case 7 -> names(dice, "HMGET");
                case 8, 9 -> names(dice, "HDEL");
                case 10 -> Dice.request("HLEN", dice.key());
                case 11, 12, 13 -> Dice.request(dice.oneOf("HGETALL", "HKEYS", "HVALS"), dice.key());
                case 14, 15 -> Dice.request("HINCRBY", dice.key(), field(dice), dice.integer());
                case 16, 17 -> Dice.request("HINCRBYFLOAT", dice.key(), field(dice), dice.real());
                case 18 -> draw(dice);
                case 19 -> scan(dice);
                case 20 -> Dice.request("SET", dice.key(), dice.value());
                case 21 -> Dice.request(dice.oneOf("TYPE", "EXISTS", "PERSIST", "GET"), dice.key());
                case 22 -> Dice.request("EXPIRE", dice.key(), "1000");
                case 23 -> Dice.request("COPY", dice.key(), dice.key(), "REPLACE");
                case 24 -> Dice.request("RENAME", dice.key(), dice.key());
                default -> Dice.request("DEL", dice.key());
            };
        }

        private static String field(Dice dice) {
            return "f" + dice.below(dice.chance(80) ? 12 : 600);
        }

        private static byte[][] many(Dice dice, String command) {
            List<Object> words = new ArrayList<>(List.of(command, dice.key()));
            for (int left = dice.below(dice.chance(95) ? 6 : 200); left >= 0; left--) {
                words.add(field(dice));
                if (left > 0 || dice.chance(90)) {
                    words.add(dice.value());
                }
            }
            return Dice.request(words);
        }

        private static byte[][] names(Dice dice, String command) {
            List<Object> words = new ArrayList<>(List.of(command, dice.key()));
            for (int left = dice.below(4); left >= 0; left--) {
                words.add(field(dice));
            }
            return Dice.request(words);
        }

        /** All of them, or wrongly: what is drawn is random. */
        private static byte[][] draw(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("HRANDFIELD", dice.key(), dice.oneOf("1000000", "0", "x")));
            if (dice.chance(50)) {
                words.add(dice.oneOf("WITHVALUES", "withvalues", "NONSENSE"));
            }
            return Dice.request(words);
        }

        private static byte[][] scan(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("HSCAN", dice.key(), dice.oneOf("0", "0", "x")));
            words.addAll(List.of("COUNT", dice.oneOf("100000", "100000", "0", "x")));
            if (dice.chance(30)) {
                words.addAll(List.of("MATCH", "f1*"));
            }
            if (dice.chance(5)) {
                words.add("MATCH");
            }
            return Dice.request(words);
        }

        @Override
        public Reply canonical(byte[][] request, Reply reply) {
            String command = new String(request[0], StandardCharsets.US_ASCII).toUpperCase(java.util.Locale.ROOT);
            if (!UNORDERED.contains(command)) {
                return reply;
            }
            boolean pairs = !command.equals("HKEYS") && !command.equals("HVALS");
            return reply.sorted(pairs && (!command.equals("HRANDFIELD") || request.length == 4) ? 2 : 1);
        }
    }
}
