package io.yggdrasil.resp.script;

import io.yggdrasil.resp.wire.Decimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One call of a {@link LuaFunction}: its arguments, as Lua's own functions take them, and the stack for its results. */
final class LuaCall {
    private static final int LIGHT_USERDATA = 2;
    private static final byte[][] NO_STRINGS = {};
    private static final String[] TYPES = {
        "nil", "boolean", "userdata", "number", "string", "table", "function", "userdata", "thread"
    };

    private final long state;
    private final LuaStack stack;
    private final LuaMemory memory;
    private final int top;

    LuaCall(long state, LuaMemory memory) {
        this.state = state;
        this.memory = memory;
        this.stack = new LuaStack(state, memory);
        this.top = Lua.lua_gettop(state);
    }

    long state() {
        return state;
    }

    LuaStack stack() {
        return stack;
    }

    LuaMemory memory() {
        return memory;
    }

    /** Number of arguments. */
    int top() {
        return top;
    }

    /** Whether argument {@code index} is there and not nil. */
    boolean has(int index) {
        return index <= top && Lua.lua_type(state, index) != Lua.NIL;
    }

    /** Argument {@code index}, a number or a text that is one. */
    double number(int index) {
        double value = index <= top ? Lua.lua_tonumber(state, index) : 0;
        if (value == 0 && (index > top || Lua.lua_isnumber(state, index) == 0)) {
            throw wrongType(index, "number");
        }
        return value;
    }

    /** Argument {@code index} as C on this machine makes a 64-bit integer of it. */
    long integer(int index) {
        return toInteger(number(index));
    }

    static long toInteger(double value) {
        return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }

    /** Argument {@code index}, a string or a number. */
    byte[] string(int index) {
        byte[] value = index <= top ? stringOrNull(index) : null;
        if (value == null) {
            throw wrongType(index, "string");
        }
        return value;
    }

    private byte @Nullable [] stringOrNull(int index) {
        return switch (Lua.lua_type(state, index)) {
            case Lua.STRING -> Lua.bytes(state, index);
            case Lua.NUMBER -> LuaNumbers.text(Lua.lua_tonumber(state, index));
            default -> null;
        };
    }

    /** All arguments as those of a command; null when one is neither a string nor a number. */
    byte @Nullable [][] words() {
        if (top == 0) {
            return NO_STRINGS;
        }
        byte[][] all = new byte[top][];
        for (int i = 1; i <= top; i++) {
            switch (Lua.lua_type(state, i)) {
                case Lua.STRING -> all[i - 1] = Lua.bytes(state, i);
                case Lua.NUMBER -> all[i - 1] = word(Lua.lua_tonumber(state, i));
                default -> {
                    return null;
                }
            }
        }
        return all;
    }

    /** A number as an argument of a command: an integer, or the shortest text that means the same. */
    static byte[] word(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 0x1p52) {
            return Decimal.bytes((long) value);
        }
        byte[] text = new byte[Decimal.REAL_CHARS_MAX];
        return Arrays.copyOf(text, Decimal.write(text, 0, value));
    }

    /** Lua's name for the type of the value at an index. */
    static String typeName(long state, int index) {
        int type = Lua.lua_type(state, index);
        return type < 0 ? "no value" : TYPES[type];
    }

    static boolean isLightUserdata(int type) {
        return type == LIGHT_USERDATA;
    }

    private LuaFailure wrongType(int index, String expected) {
        return bad(index, expected + " expected, got " + (index > top ? "no value" : typeName(state, index)));
    }

    /** What is wrong with argument {@code index}. */
    LuaFailure bad(int index, String problem) {
        return new LuaFailure(
                "bad argument #" + index + " to '" + ScriptPlace.nameOfCalled(state) + "' (" + problem + ")");
    }
}
