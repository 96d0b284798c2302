package io.yggdrasil.resp.script;

/** What a script may choose of {@code cjson}; each run begins with the defaults. */
final class JsonSettings {
    static final int OFF = 0;
    static final int NULL = 2;
    static final int DEPTH_MAX = 1000;

    boolean sparseConvert;
    int sparseRatio = 2;
    int sparseSafe = 10;
    int encodeDepthMax = DEPTH_MAX;
    int decodeDepthMax = DEPTH_MAX;
    int precision = 14;
    int encodeInvalid = OFF;
    boolean decodeInvalid = true;

    /** Changes the setting of this number, in the order of the sandbox, if a value is given; pushes what holds now. */
    int set(long state, int setting, int top) {
        boolean given = top >= 1 && Lua.lua_type(state, 1) != Lua.NIL;
        boolean on = given && Lua.lua_toboolean(state, 1) != 0;
        switch (setting) {
            case 1 -> {
                sparseConvert = given ? on : sparseConvert;
                sparseRatio = top >= 2 ? within(state, 2, 0, Integer.MAX_VALUE) : sparseRatio;
                sparseSafe = top >= 3 ? within(state, 3, 0, Integer.MAX_VALUE) : sparseSafe;
                Lua.lua_pushboolean(state, sparseConvert ? 1 : 0);
                Lua.lua_pushnumber(state, sparseRatio);
                Lua.lua_pushnumber(state, sparseSafe);
                return 3;
            }
            case 2 -> {
                encodeDepthMax = given ? within(state, 1, 1, Integer.MAX_VALUE) : encodeDepthMax;
                Lua.lua_pushnumber(state, encodeDepthMax);
            }
            case 3 -> {
                decodeDepthMax = given ? within(state, 1, 1, Integer.MAX_VALUE) : decodeDepthMax;
                Lua.lua_pushnumber(state, decodeDepthMax);
            }
            case 4 -> {
                precision = given ? within(state, 1, 1, 14) : precision;
                Lua.lua_pushnumber(state, precision);
            }
            case 5 -> Lua.lua_pushboolean(state, 1);
            case 6 -> {
                if (given) {
                    encodeInvalid = Lua.lua_type(state, 1) == Lua.STRING ? NULL : on ? 1 : OFF;
                }
                if (encodeInvalid == NULL) {
                    Lua.lua_pushlstring(state, new byte[] {'n', 'u', 'l', 'l'}, 4);
                } else {
                    Lua.lua_pushboolean(state, encodeInvalid);
                }
            }
            default -> {
                decodeInvalid = given ? on : decodeInvalid;
                Lua.lua_pushboolean(state, decodeInvalid ? 1 : 0);
            }
        }
        return 1;
    }

    private static int within(long state, int index, int min, int max) {
        double value = Lua.lua_tonumber(state, index);
        if (!(value >= min && value <= max)) {
            throw new LuaFailure("bad argument #" + index + " (expected integer between " + min + " and " + max + ")");
        }
        return (int) value;
    }
}
