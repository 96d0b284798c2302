package io.yggdrasil.resp.command.set;

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
import java.util.Locale;
import java.util.Set;

/** Set commands answer as Redis does. */
final class SetDifferentialTest extends DifferentialTest {
    private static final Set<String> UNORDERED =
            Set.of("SMEMBERS", "SINTER", "SUNION", "SDIFF", "SSCAN", "SRANDMEMBER", "SPOP");

    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {new SetCommands(), new StringCommands(), new GenericCommands()};
    }

    @Override
    protected RequestGenerator generator() {
        return new Generator();
    }

    private static final class Generator implements RequestGenerator {
        @Override
        public byte[][] next(Dice dice) {
            return switch (dice.below(32)) {
                case 0, 1 -> Dice.request("SADD", dice.key(), member(dice));
                case 2, 3, 4 -> members(dice, "SADD", dice.chance(90) ? 6 : 400);
                case 5 -> Dice.request("SREM", dice.key(), member(dice));
                case 6 -> members(dice, "SREM", dice.chance(90) ? 4 : 300);
                case 7 -> members(dice, "SMISMEMBER", 4);
                case 8 -> Dice.request("SISMEMBER", dice.key(), member(dice));
                case 9 -> Dice.request("SCARD", dice.key());
                case 10, 11 -> Dice.request("SMEMBERS", dice.key());
                case 12, 13 -> Dice.request("SMOVE", dice.key(), dice.key(), member(dice));
                case 14, 15 -> keys(dice, "SINTER");
                case 16, 17 -> keys(dice, "SUNION");
                case 18, 19 -> keys(dice, "SDIFF");
                case 20, 21 -> keys(dice, dice.oneOf("SINTERSTORE", "SUNIONSTORE", "SDIFFSTORE"), dice.key());
                case 22 -> count(dice);
                case 23 -> draw(dice);
                case 24 -> scan(dice);
                case 25 -> Dice.request("SET", dice.key(), dice.value());
                case 26 -> Dice.request(dice.oneOf("TYPE", "EXISTS", "PERSIST", "GET"), dice.key());
                case 27, 28 -> Dice.request("EXPIRE", dice.key(), "1000");
                case 29 -> Dice.request("COPY", dice.key(), dice.key(), "REPLACE");
                case 30 -> Dice.request("RENAME", dice.key(), dice.key());
                default -> Dice.request("DEL", dice.key());
            };
        }

        private static Object member(Dice dice) {
            if (dice.chance(5)) {
                return dice.value();
            }
            return (dice.chance(50) ? "m" : "") + dice.below(dice.chance(80) ? 12 : 600);
        }

        private static byte[][] members(Dice dice, String command, int most) {
            List<Object> words = new ArrayList<>(List.of(command, dice.key()));
            for (int left = dice.below(most); left >= 0; left--) {
                words.add(member(dice));
            }
            return Dice.request(words);
        }

        private static byte[][] keys(Dice dice, String... first) {
            List<Object> words = new ArrayList<>(List.of((Object[]) first));
            for (int left = dice.below(4); left >= 0; left--) {
                words.add(dice.key());
            }
            return Dice.request(words);
        }

        private static byte[][] count(Dice dice) {
            int number = dice.below(3) + 1;
            List<Object> words = new ArrayList<>(List.of("SINTERCARD", dice.chance(85) ? number : dice.integer()));
            for (int left = number; left > 0; left--) {
                words.add(dice.key());
            }
            while (dice.chance(30)) {
                words.add(dice.oneOf("LIMIT", "limit", "LIMIT", "NONSENSE"));
                words.add(dice.chance(80) ? Integer.toString(dice.below(10)) : dice.integer());
            }
            if (dice.chance(3)) {
                words.add("LIMIT");
            }
            return Dice.request(words);
        }

        /** All of them, or wrongly: what is drawn is random. */
        private static byte[][] draw(Dice dice) {
            String command = dice.oneOf("SRANDMEMBER", "SPOP");
            String count = dice.oneOf("1000000", "1000000", "0", "-9223372036854775808", "9223372036854775807", "x");
            List<Object> words = new ArrayList<>(List.of(command, dice.key(), count));
            if (dice.chance(10)) {
                words.add("1");
            }
            return Dice.request(words);
        }

        private static byte[][] scan(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("SSCAN", dice.key(), dice.oneOf("0", "0", "x")));
            words.addAll(List.of("COUNT", dice.oneOf("100000", "100000", "0", "x")));
            if (dice.chance(30)) {
                words.addAll(List.of("MATCH", "m1*"));
            }
            if (dice.chance(5)) {
                words.add("MATCH");
            }
            return Dice.request(words);
        }

        @Override
        public Reply canonical(byte[][] request, Reply reply) {
            String command = new String(request[0], StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
            return UNORDERED.contains(command) ? reply.sorted(1) : reply;
        }
    }
}
