package io.yggdrasil.resp.command.string;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.RequestGenerator;
import java.util.ArrayList;
import java.util.List;

/** String commands answer as Redis does. */
final class StringDifferentialTest extends DifferentialTest {
    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {new StringCommands()};
    }

    @Override
    protected RequestGenerator generator() {
        return StringDifferentialTest::next;
    }

    private static byte[][] next(Dice dice) {
        return switch (dice.below(24)) {
            case 0, 1 -> Dice.request("GET", dice.key());
            case 2, 3 -> Dice.request("SET", dice.key(), dice.value());
            case 4, 5 -> set(dice);
            case 6 -> getex(dice);
            case 7 -> Dice.request(dice.oneOf("GETDEL", "STRLEN", "GET"), dice.key());
            case 8 -> Dice.request(dice.oneOf("GETSET", "SETNX", "APPEND"), dice.key(), dice.value());
            case 9 -> Dice.request(dice.oneOf("SETEX", "PSETEX"), dice.key(), time(dice, false), dice.value());
            case 10, 11 -> Dice.request(dice.oneOf("INCR", "DECR"), dice.key());
            case 12, 13 -> Dice.request(dice.oneOf("INCRBY", "DECRBY"), dice.key(), dice.integer());
            case 14, 15, 16 -> Dice.request("INCRBYFLOAT", dice.key(), dice.real());
            case 17 -> Dice.request("APPEND", dice.key(), dice.value());
            case 18 -> Dice.request("SETRANGE", dice.key(), dice.index(), dice.value());
            case 19, 20 -> Dice.request(dice.oneOf("GETRANGE", "SUBSTR"), dice.key(), dice.index(), dice.index());
            case 21 -> many(dice);
            default -> lcs(dice);
        };
    }

    private static byte[][] set(Dice dice) {
        List<Object> words = new ArrayList<>(List.of("SET", dice.key(), dice.value()));
        for (int i = dice.below(4); i >= 0; i--) {
            String option = dice.oneOf("NX", "XX", "GET", "KEEPTTL", "EX", "PX", "EXAT", "PXAT", "PERSIST");
            words.add(dice.anyCase(option));
            addTime(dice, option, words);
        }
        return Dice.request(words);
    }

    private static byte[][] getex(Dice dice) {
        List<Object> words = new ArrayList<>(List.of("GETEX", dice.key()));
        for (int i = dice.below(3); i > 0; i--) {
            String option = dice.oneOf("EX", "PX", "EXAT", "PXAT", "PERSIST", "KEEPTTL");
            words.add(dice.anyCase(option));
            addTime(dice, option, words);
        }
        return Dice.request(words);
    }

    private static void addTime(Dice dice, String option, List<Object> words) {
        if (option.matches("(EX|PX)(AT)?") && dice.chance(96)) {
            words.add(time(dice, option.endsWith("AT")));
        }
    }

    /** Far ahead, or wrong; for absolute times long past as well. */
    private static String time(Dice dice, boolean isAbsolute) {
        if (dice.chance(25)) {
            return dice.oneOf("0", "-1", "x", "9223372036854775807", "9223372036854775", "9223372036854776", "1.5");
        }
        if (isAbsolute) {
            return dice.oneOf("10", "1000", "9999999999", "9999999999999");
        }
        return dice.oneOf("100000000", "200000000");
    }

    private static byte[][] many(Dice dice) {
        String name = dice.oneOf("MGET", "MSET", "MSETNX");
        List<Object> words = new ArrayList<>(List.of(name));
        for (int i = dice.below(4); i >= 0; i--) {
            words.add(dice.key());
            if (!name.equals("MGET") && dice.chance(97)) {
                words.add(dice.value());
            }
        }
        return Dice.request(words);
    }

    private static byte[][] lcs(Dice dice) {
        if (dice.chance(40)) {
            return Dice.request("SET", dice.key(), dice.text(dice.below(60)));
        }
        List<Object> words = new ArrayList<>(List.of("LCS", dice.key(), dice.key()));
        for (int i = dice.below(4); i > 0; i--) {
            String option = dice.oneOf("LEN", "IDX", "IDX", "WITHMATCHLEN", "MINMATCHLEN");
            words.add(option);
            if (option.equals("MINMATCHLEN")) {
                words.add(dice.chance(80) ? dice.below(5) : dice.integer());
            }
        }
        return Dice.request(words);
    }
}
