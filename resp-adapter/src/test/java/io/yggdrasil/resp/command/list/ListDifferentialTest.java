package io.yggdrasil.resp.command.list;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.RequestGenerator;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.util.ArrayList;
import java.util.List;

/** List commands answer as Redis does. */
final class ListDifferentialTest extends DifferentialTest {
    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {new ListCommands(), new StringCommands(), new GenericCommands()};
    }

    @Override
    protected RequestGenerator generator() {
        return ListDifferentialTest::next;
    }

    private static byte[][] next(Dice dice) {
        return switch (dice.below(40)) {
            case 0, 1, 2, 3 -> push(dice, dice.below(6));
            case 4 -> push(dice, dice.below(dice.chance(80) ? 60 : 600));
            case 5, 6 -> Dice.request(dice.oneOf("LPOP", "RPOP"), dice.key());
            case 7 -> Dice.request(dice.oneOf("LPOP", "RPOP"), dice.key(), dice.integer());
            case 8 -> lmpop(dice);
            case 9 -> Dice.request("LLEN", dice.key());
            case 10, 11 -> Dice.request("LINDEX", dice.key(), dice.index());
            case 12, 13 -> Dice.request("LSET", dice.key(), setIndex(dice), element(dice));
            case 14, 15, 16 -> Dice.request("LRANGE", dice.key(), dice.index(), dice.index());
            case 17, 18 -> Dice.request("LRANGE", dice.key(), "0", "-1");
            case 19, 20, 21 ->
                Dice.request("LINSERT", dice.key(), where(dice, "BEFORE", "AFTER"), element(dice), element(dice));
            case 22, 23, 24 ->
                Dice.request("LREM", dice.key(), dice.oneOf("0", "1", "-1", dice.integer()), element(dice));
            case 25 -> Dice.request("LTRIM", dice.key(), dice.index(), dice.index());
            case 26 -> Dice.request("LTRIM", dice.key(), dice.oneOf("0", "1"), dice.oneOf("-1", "-2", "300"));
            case 27, 28, 29 -> lpos(dice);
            case 30, 31 ->
                Dice.request(
                        "LMOVE", dice.key(), dice.key(), where(dice, "LEFT", "RIGHT"), where(dice, "LEFT", "RIGHT"));
            case 32 -> Dice.request("RPOPLPUSH", dice.key(), dice.key());
            case 33 -> Dice.request("SET", dice.key(), dice.value());
            case 34 -> Dice.request(dice.oneOf("TYPE", "EXISTS", "PERSIST", "GET"), dice.key());
            case 35 -> Dice.request("EXPIRE", dice.key(), "1000");
            case 36 -> Dice.request("COPY", dice.key(), dice.key(), "REPLACE");
            case 37 -> Dice.request("RENAME", dice.key(), dice.key());
            case 38 -> Dice.request(dice.oneOf("LPOP", "LMPOP", "LPOS", "LSET"), dice.key(), "1", "x", "y", "z");
            default -> Dice.request("DEL", dice.key());
        };
    }

    /** Often one of a few, so that it is there. */
    private static Object element(Dice dice) {
        return dice.chance(80) ? "e" + dice.below(8) : dice.value();
    }

    private static String where(Dice dice, String one, String other) {
        return dice.chance(95) ? dice.anyCase(dice.oneOf(one, other)) : "MIDDLE";
    }

    /** Redis cuts an index off to 32 bits here, in some versions. */
    private static String setIndex(Dice dice) {
        return dice.chance(5) ? dice.oneOf("x", "", "-1000", "2147483647") : Integer.toString(dice.below(60) - 30);
    }

    private static byte[][] push(Dice dice, int some) {
        List<Object> words = new ArrayList<>(
                List.of(dice.oneOf("LPUSH", "RPUSH", "LPUSH", "RPUSH", "LPUSHX", "RPUSHX"), dice.key()));
        for (int left = some; left >= 0; left--) {
            words.add(element(dice));
        }
        return Dice.request(words);
    }

    private static byte[][] lmpop(Dice dice) {
        List<Object> words = new ArrayList<>(List.of("LMPOP"));
        int keys = 1 + dice.below(3);
        words.add(dice.chance(90) ? keys : dice.oneOf("0", "-1", "x", "1", "7"));
        for (int i = 0; i < keys; i++) {
            words.add(dice.key());
        }
        if (dice.chance(95)) {
            words.add(where(dice, "LEFT", "RIGHT"));
        }
        for (int left = dice.oneOf("", "", "c", "c", "c", "cc").length(); left > 0; left--) {
            words.add(dice.chance(95) ? dice.anyCase("COUNT") : "NONSENSE");
            if (dice.chance(95)) {
                words.add(dice.chance(70) ? 1 + dice.below(9) : dice.integer());
            }
        }
        return Dice.request(words);
    }

    private static byte[][] lpos(Dice dice) {
        List<Object> words = new ArrayList<>(List.of("LPOS", dice.key(), element(dice)));
        for (String option : List.of("RANK", "COUNT", "MAXLEN")) {
            if (dice.chance(40)) {
                words.add(dice.chance(98) ? dice.anyCase(option) : "NONSENSE");
                if (dice.chance(98)) {
                    words.add(dice.chance(80) ? dice.below(6) - 1 : notSmallest(dice.integer()));
                }
            }
        }
        return Dice.request(words);
    }

    /** Redis before 7.2 takes the smallest integer for a rank. */
    private static String notSmallest(String integer) {
        return integer.equals("-9223372036854775808") ? "-9223372036854775807" : integer;
    }
}
