package io.yggdrasil.resp.command.hyperloglog;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.RequestGenerator;
import io.yggdrasil.resp.command.bitmap.BitmapCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.util.ArrayList;
import java.util.List;

/** HyperLogLogs answer as Redis's do, and their values are the same byte for byte, kept counts included. */
final class HyperLogLogDifferentialTest extends DifferentialTest {
    /**
     * A key whose value may be damaged. A failed PFADD must not get half-way on it, so it is given one element. Redis
     * refuses runs beyond the last register since its fix of CVE-2025-32023, which distributions carry in 7.0 as well.
     */
    private static final String DAMAGED = "damaged";

    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {new StringCommands(), new BitmapCommands(), new HyperLogLogCommands()};
    }

    @Override
    protected RequestGenerator generator() {
        return HyperLogLogDifferentialTest::next;
    }

    private static byte[][] next(Dice dice) {
        return switch (dice.below(20)) {
            case 0, 1, 2 -> Dice.request("GET", dice.key());
            case 3, 4, 5, 6, 7 -> pfadd(dice);
            case 8, 9, 10 -> Dice.request("PFCOUNT", dice.key());
            case 11 -> many(dice, "PFCOUNT");
            case 12, 13 -> many(dice, "PFMERGE");
            case 14 -> Dice.request("PFDEBUG", dice.oneOf("ENCODING", "decode", "ENCODING", "NONE"), dice.key());
            case 15 ->
                Dice.request("PFDEBUG", dice.chance(20) ? dice.oneOf("TODENSE", "GETREG") : "DECODE", dice.key());
            case 16 ->
                dice.chance(30) ? Dice.request("SET", dice.key(), dice.value()) : Dice.request("GETDEL", dice.key());
            case 17 -> Dice.request("SETRANGE", DAMAGED, dice.below(30), dice.text(1 + dice.below(2)));
            case 18 -> Dice.request("SETBIT", DAMAGED, dice.below(300), dice.below(2));
            default -> damaged(dice);
        };
    }

    private static byte[][] pfadd(Dice dice) {
        List<Object> words = new ArrayList<>(List.of("PFADD", dice.key()));
        int range = dice.chance(50) ? 40 : 1_000_000;
        for (int i = dice.chance(70) ? dice.below(6) : dice.below(600); i > 0; i--) {
            words.add(dice.chance(10) ? dice.value() : dice.below(range));
        }
        return Dice.request(words);
    }

    private static byte[][] many(Dice dice, String name) {
        List<Object> words = new ArrayList<>(List.of(name));
        for (int i = dice.below(4); i >= 0; i--) {
            words.add(dice.key());
        }
        return Dice.request(words);
    }

    private static byte[][] damaged(Dice dice) {
        return switch (dice.below(8)) {
            case 0, 1 -> Dice.request("PFADD", DAMAGED, dice.below(1_000));
            case 2 -> Dice.request("PFCOUNT", DAMAGED);
            case 3 -> Dice.request("PFCOUNT", DAMAGED, dice.key());
            case 4 -> Dice.request("PFMERGE", dice.key(), DAMAGED);
            case 5 -> Dice.request("PFDEBUG", dice.oneOf("GETREG", "DECODE"), DAMAGED);
            case 6 -> Dice.request("APPEND", DAMAGED, dice.value());
            default -> Dice.request("GETDEL", DAMAGED);
        };
    }
}
