package io.yggdrasil.resp.script;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pushes values on the stack of a Lua state from Java. No push makes Lua raise an error, which would jump over Java's
 * frames: there are slots for it, memory below the limit, and no key that a table cannot have. What has no room is a
 * {@link LuaFailure}.
 */
final class LuaStack {
    /** What a string, a table and a field take beside their contents, in bytes. */
    private static final int STRING_BYTES = 25;

    private static final int TABLE_BYTES = 64;
    private static final int ELEMENT_BYTES = 16;
    private static final int FIELD_BYTES = 40;

    private final long state;
    private final LuaMemory memory;

    LuaStack(long state, LuaMemory memory) {
        this.state = state;
        this.memory = memory;
    }

    /** The state. */
    long state() {
        return state;
    }

    /** Makes sure that so many values can be pushed. */
    void room(int slots) {
        if (Lua.lua_checkstack(state, slots) == 0) {
            throw new LuaFailure("stack overflow");
        }
    }

    /** Pushes a string. */
    void string(byte[] value) {
        memory.require(value.length + STRING_BYTES);
        Lua.lua_pushlstring(state, value, value.length);
    }

    /** Pushes a part of an array as a string. */
    void string(byte[] value, int from, int to) {
        string(Arrays.copyOfRange(value, from, to));
    }

    /** Pushes a text of characters that are one byte each. */
    void text(String text) {
        string(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Pushes nil. */
    void nil() {
        Lua.lua_pushnil(state);
    }

    /** Pushes a number. */
    void number(double value) {
        Lua.lua_pushnumber(state, value);
    }

    /** Pushes a truth value. */
    void bool(boolean value) {
        Lua.lua_pushboolean(state, value ? 1 : 0);
    }

    /** Pushes a new table with room for so many elements and fields. */
    void table(int elements, int fields) {
        memory.require(TABLE_BYTES + (long) elements * ELEMENT_BYTES + 2L * fields * FIELD_BYTES);
        Lua.lua_createtable(state, elements, fields);
    }

    /** Pops a value and makes it a field of the table below. */
    void setField(String name) {
        text(name);
        Lua.lua_insert(state, -2);
        put();
    }

    /** Pops a value and makes it an element of the table below, from 1. */
    void setElement(int index) {
        memory.require(2 * FIELD_BYTES);
        Lua.lua_rawseti(state, -2, index);
    }

    /** Pops a value and its key and puts them into the table below; answers what is wrong with the key, or null. */
    @Nullable
    String set() {
        int type = Lua.lua_type(state, -2);
        boolean nan = type == Lua.NUMBER && Double.isNaN(Lua.lua_tonumber(state, -2));
        if (type == Lua.NIL || nan) {
            Lua.pop(state, 2);
            return nan ? "table index is NaN" : "table index is nil";
        }
        put();
        return null;
    }

    private void put() {
        memory.require(2 * FIELD_BYTES);
        Lua.lua_rawset(state, -3);
    }
}
