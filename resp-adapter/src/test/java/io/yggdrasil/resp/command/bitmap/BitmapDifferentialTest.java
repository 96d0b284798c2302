package io.yggdrasil.resp.command.bitmap;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.RequestGenerator;
import io.yggdrasil.resp.command.string.StringCommands;
import java.util.ArrayList;
import java.util.List;

/** Bitmap commands answer as Redis does. */
final class BitmapDifferentialTest extends DifferentialTest {
    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {new StringCommands(), new BitmapCommands()};
    }

    @Override
    protected RequestGenerator generator() {
        return BitmapDifferentialTest::next;
    }

    private static byte[][] next(Dice dice) {
        return switch (dice.below(16)) {
            case 0 -> Dice.request("GET", dice.key());
            case 1 -> Dice.request("SET", dice.key(), dice.value(), "EX", "100000000");
            case 2, 3 ->
                Dice.request("SETBIT", dice.key(), offset(dice), dice.chance(96) ? dice.below(2) : dice.integer());
            case 4 -> Dice.request("GETBIT", dice.key(), dice.chance(10) ? dice.integer() : offset(dice));
            case 5, 6 -> bitcount(dice);
            case 7, 8, 9 -> bitpos(dice);
            case 10 -> bitop(dice);
            case 11 -> uniform(dice);
            default -> bitfield(dice);
        };
    }

    /** Strings of equal bytes, which searches must skip. */
    private static byte[][] uniform(Dice dice) {
        byte[] value = new byte[dice.below(70)];
        java.util.Arrays.fill(value, (byte) (dice.chance(50) ? 0xff : 0));
        if (value.length > 0 && dice.chance(60)) {
            value[dice.below(value.length)] ^= (byte) (1 << dice.below(8));
        }
        return Dice.request("SET", dice.key(), value);
    }

    private static String offset(Dice dice) {
        if (dice.chance(4)) {
            return dice.oneOf("-1", "4294967296", "x", "", "#1", "9223372036854775807", "1.0");
        }
        return Integer.toString(dice.below(dice.chance(80) ? 90 : 2_000));
    }

    private static String bitIndex(Dice dice) {
        return dice.chance(50) ? dice.index() : Integer.toString(dice.below(400) - 200);
    }

    private static byte[][] bitcount(Dice dice) {
        List<Object> words = new ArrayList<>(List.of("BITCOUNT", dice.key()));
        addRange(dice, words);
        return Dice.request(words);
    }

    private static byte[][] bitpos(Dice dice) {
        List<Object> words =
                new ArrayList<>(List.of("BITPOS", dice.key(), dice.chance(96) ? dice.below(2) : dice.integer()));
        addRange(dice, words);
        return Dice.request(words);
    }

    private static void addRange(Dice dice, List<Object> words) {
        int parts = dice.chance(60) ? 3 : dice.below(4);
        for (int i = 0; i < Math.min(parts, 2); i++) {
            words.add(bitIndex(dice));
        }
        if (parts == 3) {
            words.add(dice.chance(96) ? dice.anyCase(dice.oneOf("BIT", "BYTE")) : "NIBBLE");
        }
        if (dice.chance(2)) {
            words.add("more");
        }
    }

    private static byte[][] bitop(Dice dice) {
        List<Object> words =
                new ArrayList<>(List.of("BITOP", dice.oneOf("AND", "or", "XOR", "NOT", "NOT", "NAND"), dice.key()));
        for (int i = dice.chance(60) ? 0 : dice.below(4); i >= 0; i--) {
            words.add(dice.key());
        }
        return Dice.request(words);
    }

    private static byte[][] bitfield(Dice dice) {
        boolean readsOnly = dice.chance(25);
        List<Object> words = new ArrayList<>(List.of(readsOnly ? "BITFIELD_RO" : "BITFIELD", dice.key()));
        for (int i = dice.below(5); i > 0; i--) {
            String act =
                    readsOnly && dice.chance(95) ? "GET" : dice.oneOf("GET", "SET", "INCRBY", "INCRBY", "OVERFLOW");
            words.add(dice.anyCase(act));
            if (act.equals("OVERFLOW")) {
                words.add(dice.chance(97) ? dice.oneOf("WRAP", "SAT", "FAIL", "sat") : "NONE");
                continue;
            }
            words.add(type(dice));
            words.add((dice.chance(30) ? "#" : "") + fieldOffset(dice));
            if (!act.equals("GET") && dice.chance(99)) {
                words.add(dice.integer());
            }
        }
        return Dice.request(words);
    }

    private static String type(Dice dice) {
        if (dice.chance(3)) {
            return dice.oneOf("u64", "i65", "u0", "i0", "x8", "", "u", "u-1", "I8", "i08");
        }
        return dice.chance(40)
                ? dice.oneOf("i64", "u63", "i1", "u1", "u8", "i8", "i63", "u32")
                : dice.oneOf("i", "u") + (1 + dice.below(63));
    }

    private static String fieldOffset(Dice dice) {
        return dice.chance(2)
                ? dice.oneOf("-1", "x", "9223372036854775807", "4294967296")
                : Integer.toString(dice.below(dice.chance(70) ? 10 : 150));
    }
}
