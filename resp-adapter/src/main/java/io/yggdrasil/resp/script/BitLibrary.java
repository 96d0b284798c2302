package io.yggdrasil.resp.script;

import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** The library {@code bit} of scripts: LuaBitOp, whose numbers are taken modulo 2^32 and answered with a sign. */
final class BitLibrary {
    /** Added to a number it leaves the number's integer in the low bits. */
    private static final double SHIFT = 0x1.8p52;

    private static final int HEX_DIGITS = 8;

    private BitLibrary() {}

    static void addTo(Map<String, LuaFunction> functions) {
        functions.put("bit.tobit", one(a -> a));
        functions.put("bit.bnot", one(a -> ~a));
        functions.put("bit.bswap", one(Integer::reverseBytes));
        functions.put("bit.band", all((a, b) -> a & b));
        functions.put("bit.bor", all((a, b) -> a | b));
        functions.put("bit.bxor", all((a, b) -> a ^ b));
        functions.put("bit.lshift", two((a, n) -> a << n));
        functions.put("bit.rshift", two((a, n) -> a >>> n));
        functions.put("bit.arshift", two((a, n) -> a >> n));
        functions.put("bit.rol", two(Integer::rotateLeft));
        functions.put("bit.ror", two(Integer::rotateRight));
        functions.put("bit.tohex", BitLibrary::hex);
    }

    private static int bits(LuaCall call, int index) {
        return (int) Double.doubleToRawLongBits(call.number(index) + SHIFT);
    }

    private static int answer(LuaCall call, int value) {
        call.stack().number(value);
        return 1;
    }

    private static LuaFunction one(IntUnaryOperator operator) {
        return call -> answer(call, operator.applyAsInt(bits(call, 1)));
    }

    private static LuaFunction two(IntBinaryOperator operator) {
        return call -> {
            int value = bits(call, 1);
            return answer(call, operator.applyAsInt(value, bits(call, 2) & 31));
        };
    }

    private static LuaFunction all(IntBinaryOperator operator) {
        return call -> {
            int value = bits(call, 1);
            for (int i = call.top(); i > 1; i--) {
                value = operator.applyAsInt(value, bits(call, i));
            }
            return answer(call, value);
        };
    }

    private static int hex(LuaCall call) {
        int value = bits(call, 1);
        int digits = call.top() < 2 ? HEX_DIGITS : bits(call, 2);
        boolean upper = digits < 0;
        int count = (int) Math.min(HEX_DIGITS, Math.abs((long) digits));
        String text = String.format(upper ? "%08X" : "%08x", value);
        call.stack().text(text.substring(HEX_DIGITS - count));
        return 1;
    }
}
