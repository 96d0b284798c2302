package io.yggdrasil.resp.script;

import java.io.ByteArrayOutputStream;

/** Writes values on Lua's stack as MessagePack: {@code cmsgpack.pack}. */
final class MessagePackWriter {
    private static final int SLOTS = 4;

    /** A table nested deeper is written as nil. */
    private static final int DEPTH_MAX = 16;

    private final LuaCall call;
    private final long state;
    private final RunningScript run;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    MessagePackWriter(LuaCall call, RunningScript run) {
        this.call = call;
        this.state = call.state();
        this.run = run;
    }

    /** All arguments, one behind the other. */
    byte[] write() {
        if (call.top() == 0) {
            throw call.bad(0, "MessagePack pack needs input.");
        }
        for (int i = 1; i <= call.top(); i++) {
            call.stack().room(SLOTS);
            Lua.lua_pushvalue(state, i);
            value(0);
        }
        return out.toByteArray();
    }

    /** Writes the value on top of the stack and pops it. */
    private void value(int depth) {
        if (out.size() > call.memory().left()) {
            throw new LuaFailure("not enough memory");
        }
        int type = Lua.lua_type(state, -1);
        switch (type == Lua.TABLE && depth == DEPTH_MAX ? Lua.NIL : type) {
            case Lua.STRING -> string(Lua.bytes(state, -1));
            case Lua.BOOLEAN -> out.write(Lua.lua_toboolean(state, -1) != 0 ? 0xc3 : 0xc2);
            case Lua.NUMBER -> number(Lua.lua_tonumber(state, -1));
            case Lua.TABLE -> table(depth);
            default -> out.write(0xc0);
        }
        Lua.pop(state, 1);
    }

    private void number(double value) {
        if (value >= -0x1p63 && value < 0x1p63 && value == (long) value) {
            integer((long) value);
        } else if (value == (float) value) {
            out.write(0xca);
            bytes(Float.floatToRawIntBits((float) value), Float.BYTES);
        } else {
            out.write(0xcb);
            bytes(Double.doubleToRawLongBits(value), Double.BYTES);
        }
    }

    private void integer(long value) {
        if (value >= -32 && value <= 0x7f) {
            out.write((int) value);
        } else if (value >= 0) {
            int width = value <= 0xff ? 0 : value <= 0xffff ? 1 : value <= 0xffffffffL ? 2 : 3;
            out.write(0xcc + width);
            bytes(value, 1 << width);
        } else {
            int width = value >= Byte.MIN_VALUE ? 0 : value >= Short.MIN_VALUE ? 1 : value >= Integer.MIN_VALUE ? 2 : 3;
            out.write(0xd0 + width);
            bytes(value, 1 << width);
        }
    }

    private void string(byte[] value) {
        if (value.length < 32) {
            out.write(0xa0 | value.length);
        } else {
            int width = value.length <= 0xff ? 0 : value.length <= 0xffff ? 1 : 2;
            out.write(0xd9 + width);
            bytes(value.length, 1 << width);
        }
        out.write(value, 0, value.length);
    }

    private void head(int count, int fix, int large) {
        if (count <= 15) {
            out.write(fix | count);
        } else {
            int width = count <= 0xffff ? 0 : 1;
            out.write(large + width);
            bytes(count, 2 << width);
        }
    }

    private void bytes(long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            out.write((int) (value >>> i * 8));
        }
    }

    private void table(int depth) {
        run.check();
        call.stack().room(SLOTS);
        if (isArray()) {
            int count = (int) Lua.lua_objlen(state, -1);
            head(count, 0x90, 0xdc);
            for (int i = 1; i <= count; i++) {
                Lua.lua_rawgeti(state, -1, i);
                value(depth + 1);
            }
            return;
        }
        head(count(), 0x80, 0xde);
        Lua.lua_pushnil(state);
        while (Lua.lua_next(state, -2) != 0) {
            Lua.lua_pushvalue(state, -2);
            value(depth + 1);
            value(depth + 1);
        }
    }

    private int count() {
        int count = 0;
        Lua.lua_pushnil(state);
        while (Lua.lua_next(state, -2) != 0) {
            Lua.pop(state, 1);
            count++;
        }
        return count;
    }

    /** Whether the keys are all the numbers from 1 to some other. */
    private boolean isArray() {
        int count = 0;
        double max = 0;
        Lua.lua_pushnil(state);
        while (Lua.lua_next(state, -2) != 0) {
            double key = Lua.lua_type(state, -2) == Lua.NUMBER ? Lua.lua_tonumber(state, -2) : 0;
            Lua.pop(state, 1);
            if (key <= 0 || key != (int) key) {
                Lua.pop(state, 1);
                return false;
            }
            max = Math.max(max, key);
            count++;
        }
        return max == count;
    }
}
