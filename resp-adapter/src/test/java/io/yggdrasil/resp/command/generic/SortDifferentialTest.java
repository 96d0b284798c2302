package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.RequestGenerator;
import io.yggdrasil.resp.command.hash.HashCommands;
import io.yggdrasil.resp.command.set.SetCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.util.ArrayList;
import java.util.List;

/** SORT answers as Redis does, of sets and of the lists that it makes. */
final class SortDifferentialTest extends DifferentialTest {
    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {new SetCommands(), new HashCommands(), new StringCommands(), new GenericCommands()};
    }

    @Override
    protected RequestGenerator generator() {
        return new Generator();
    }

    private static final class Generator implements RequestGenerator {
        @Override
        public byte[][] next(Dice dice) {
            return switch (dice.below(28)) {
                case 0, 1, 2, 3 -> members(dice);
                case 4 -> Dice.request("SREM", dice.key(), member(dice));
                case 5, 6, 7 -> Dice.request("SET", "w_" + dice.below(30), weight(dice));
                case 8, 9, 10 -> Dice.request("HSET", "h_" + dice.below(30), "f", weight(dice));
                case 11 -> Dice.request("DEL", dice.oneOf("w_", "h_") + dice.below(30));
                case 12 -> Dice.request("DEL", dice.chance(50) ? list(dice) : dice.key());
                case 13 -> Dice.request("EXPIRE", dice.chance(50) ? list(dice) : dice.key(), "1000");
                case 14 -> Dice.request(dice.oneOf("TYPE", "EXISTS", "TTL"), list(dice));
                case 15 -> Dice.request("SORT", list(dice), "BY", "nosort");
                case 16, 17 -> Dice.request("SORT", dice.key(), "ALPHA", "STORE", list(dice));
                case 18, 19, 20, 21 -> sortOfList(dice);
                default -> sortOfSet(dice);
            };
        }

        private static String list(Dice dice) {
            return "x" + dice.below(3);
        }

        private static Object member(Dice dice) {
            return dice.chance(3) ? dice.text(3) : Integer.toString(dice.below(30));
        }

        private static Object weight(Dice dice) {
            return dice.chance(93)
                    ? Integer.toString(dice.below(60) - 30)
                    : dice.oneOf("", "x", "1.5", "+1", " 1", "1 ", "01", "-0", "-", "1e3", "inf", "nan", "-Infinity");
        }

        private static byte[][] members(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("SADD", dice.key()));
            for (int left = dice.below(12); left >= 0; left--) {
                words.add(member(dice));
            }
            return Dice.request(words);
        }

        private static String pattern(Dice dice) {
            return dice.oneOf(
                    "w_*", "w_*", "h_*->f", "h_*->f", "h_*->g", "h_*->", "h_*", "w_*->f", "*", "#", "w_*_*", "p");
        }

        /** Elements of one weight may come in any order: only those of a list keep theirs, while all are asked for. */
        private static byte[][] sortOfList(Dice dice) {
            boolean isAlpha = dice.chance(50);
            List<Object> words = new ArrayList<>(List.of(dice.oneOf("SORT", "SORT_RO"), list(dice)));
            if (isAlpha) {
                words.add("ALPHA");
            } else if (dice.chance(50)) {
                limit(dice, words);
            }
            if (dice.chance(70)) {
                words.add(dice.anyCase("BY"));
                words.add(isAlpha || dice.chance(70) ? dice.oneOf("w_*", "h_*->f", "*") : "nosort");
            }
            rest(dice, words);
            return Dice.request(words);
        }

        private static byte[][] sortOfSet(Dice dice) {
            List<Object> words = new ArrayList<>(List.of(dice.oneOf("SORT", "SORT", "SORT_RO"), dice.key()));
            boolean isAlpha = dice.chance(40);
            if (isAlpha) {
                words.add(dice.anyCase("ALPHA"));
            } else if (dice.chance(60)) {
                words.addAll(List.of("BY", dice.oneOf("w_*", "h_*->f", "h_*->g", "w_*_*")));
            }
            limit(dice, words);
            rest(dice, words);
            return Dice.request(words);
        }

        private static void limit(Dice dice, List<Object> words) {
            if (dice.chance(40)) {
                words.add(dice.anyCase("LIMIT"));
                words.add(dice.chance(80) ? Integer.toString(dice.below(12) - 2) : dice.integer());
                words.add(dice.chance(80) ? Integer.toString(dice.below(20) - 2) : dice.integer());
            }
        }

        private static void rest(Dice dice, List<Object> words) {
            if (dice.chance(40)) {
                words.add(dice.oneOf("ASC", "DESC", "desc"));
            }
            while (dice.chance(30)) {
                words.add(dice.anyCase("GET"));
                words.add(pattern(dice));
            }
            if (dice.chance(30)) {
                words.add(dice.anyCase("STORE"));
                words.add(dice.chance(90) ? list(dice) : dice.key());
            }
            if (dice.chance(3)) {
                words.add(dice.oneOf("BY", "GET", "STORE", "LIMIT", "NONSENSE"));
            }
        }
    }
}
