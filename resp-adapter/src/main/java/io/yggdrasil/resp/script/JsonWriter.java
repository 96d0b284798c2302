package io.yggdrasil.resp.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a value on Lua's stack as JSON: {@code cjson.encode}. */
final class JsonWriter {
    private static final int SLOTS = 4;
    private static final int LIGHT_USERDATA = 2;

    private final long state;
    private final JsonSettings settings;
    private final LuaMemory memory;
    private final RunningScript run;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    JsonWriter(long state, JsonSettings settings, LuaMemory memory, RunningScript run) {
        this.state = state;
        this.settings = settings;
        this.memory = memory;
        this.run = run;
    }

    /** The value on top of the stack as JSON. A {@link LuaFailure} tells why it cannot be written. */
    byte[] write() {
        value(0);
        return out.toByteArray();
    }

    private void value(int depth) {
        if (out.size() > memory.left()) {
            throw new LuaFailure("not enough memory");
        }
        switch (Lua.lua_type(state, -1)) {
            case Lua.STRING -> string(Lua.bytes(state, -1));
            case Lua.NUMBER -> number(-1);
            case Lua.BOOLEAN -> ascii(Lua.lua_toboolean(state, -1) != 0 ? "true" : "false");
            case Lua.TABLE -> table(depth + 1);
            case Lua.NIL -> ascii("null");
            case LIGHT_USERDATA -> ascii("null"); // The only one that a script can have is cjson.null.
            default -> throw refused(-1, "type not supported");
        }
    }

    private LuaFailure refused(int index, String reason) {
        return new LuaFailure("Cannot serialise " + LuaCall.typeName(state, index) + ": " + reason);
    }

    private void table(int depth) {
        run.check();
        if (depth > settings.encodeDepthMax || Lua.lua_checkstack(state, SLOTS) == 0) {
            throw new LuaFailure("Cannot serialise, excessive nesting (" + depth + ")");
        }
        int length = arrayLength();
        if (length > 0) {
            array(depth, length);
        } else {
            object(depth);
        }
    }

    /** The greatest index if all keys are indexes, or -1. */
    private int arrayLength() {
        double max = 0;
        int items = 0;
        Lua.lua_pushnil(state);
        while (Lua.lua_next(state, -2) != 0) {
            double key = Lua.lua_type(state, -2) == Lua.NUMBER ? Lua.lua_tonumber(state, -2) : 0;
            Lua.pop(state, 1);
            if (key < 1 || Math.floor(key) != key) {
                Lua.pop(state, 1);
                return -1;
            }
            max = Math.max(max, key);
            items++;
        }
        if (settings.sparseRatio > 0 && max > (double) items * settings.sparseRatio && max > settings.sparseSafe) {
            if (!settings.sparseConvert) {
                throw refused(-1, "excessively sparse array");
            }
            return -1;
        }
        return (int) max;
    }

    private void array(int depth, int length) {
        out.write('[');
        for (int i = 1; i <= length; i++) {
            if (i > 1) {
                out.write(',');
            }
            Lua.lua_rawgeti(state, -1, i);
            value(depth);
            Lua.pop(state, 1);
        }
        out.write(']');
    }

    private void object(int depth) {
        out.write('{');
        boolean first = true;
        Lua.lua_pushnil(state);
        while (Lua.lua_next(state, -2) != 0) {
            if (!first) {
                out.write(',');
            }
            first = false;
            switch (Lua.lua_type(state, -2)) {
                case Lua.NUMBER -> {
                    out.write('"');
                    number(-2);
                    ascii("\":");
                }
                case Lua.STRING -> {
                    string(Lua.bytes(state, -2));
                    out.write(':');
                }
                default -> throw refused(-2, "table key must be a number or string");
            }
            value(depth);
            Lua.pop(state, 1);
        }
        out.write('}');
    }

    private void number(int index) {
        double value = Lua.lua_tonumber(state, index);
        if (Double.isFinite(value)) {
            ascii(LuaNumbers.general(value, settings.precision));
        } else if (settings.encodeInvalid == JsonSettings.OFF) {
            throw refused(index, "must not be NaN or Inf");
        } else if (settings.encodeInvalid == JsonSettings.NULL) {
            ascii("null");
        } else {
            ascii(Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        }
    }

    private void string(byte[] value) {
        out.write('"');
        for (byte b : value) {
            switch (b) {
                case '"' -> ascii("\\\"");
                case '\\' -> ascii("\\\\");
                case '/' -> ascii("\\/");
                case '\b' -> ascii("\\b");
                case '\t' -> ascii("\\t");
                case '\n' -> ascii("\\n");
                case '\f' -> ascii("\\f");
                case '\r' -> ascii("\\r");
                default -> {
                    if (b >= 0 && b < ' ' || b == 0x7f) {
                        ascii(String.format("\\u%04x", (int) b));
                    } else {
                        out.write(b);
                    }
                }
            }
        }
        out.write('"');
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
