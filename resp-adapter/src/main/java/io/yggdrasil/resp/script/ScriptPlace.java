package io.yggdrasil.resp.script;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Where a script stands. Reads Lua's record of an activation:
 *
 * <pre>
 *  0 event | 8 name | 16 name's kind | 24 what | 32 source | 40 line (int) | 44 upvalues ... 56 short source | 116 index
 * </pre>
 *
 * @param source the chunk's name with its sign, {@code @user_script}
 * @param shortSource the chunk's name as messages tell it
 * @param line the line, counted from 1; -1 outside of Lua's code
 */
record ScriptPlace(String source, String shortSource, int line) {
    private static final long RECORD_BYTES = 160;
    /** The name of the chunk of what scripts find in Lua. */
    static final String SANDBOX = "=redis";

    private static final long NAME_AT = 8;
    private static final long SOURCE_AT = 32;
    private static final long LINE_AT = 40;
    private static final long SHORT_SOURCE_AT = 56;
    static final ScriptPlace NOWHERE = new ScriptPlace("", "", -1);

    /** What comes before the message of an error from here: nothing outside of the script's code. */
    String prefix() {
        return line > 0 && !source.equals(SANDBOX) ? shortSource + ":" + line + ": " : "";
    }

    /** The name by which the running C function was called; {@code ?} if it has none. */
    static String nameOfCalled(long state) {
        if (ofCaller(state).source.equals(SANDBOX)) {
            return "?";
        }
        try (Memory record = new Memory(RECORD_BYTES)) {
            if (Lua.lua_getstack(state, 0, record) == 0 || Lua.lua_getinfo(state, "n", record) == 0) {
                return "?";
            }
            Pointer name = record.getPointer(NAME_AT);
            return name == null ? "?" : name.getString(0, "ISO-8859-1");
        }
    }

    /** The place from which the running C function was called. */
    static ScriptPlace ofCaller(long state) {
        try (Memory record = new Memory(RECORD_BYTES)) {
            if (Lua.lua_getstack(state, 1, record) == 0 || Lua.lua_getinfo(state, "Sl", record) == 0) {
                return NOWHERE;
            }
            Pointer source = record.getPointer(SOURCE_AT);
            return new ScriptPlace(
                    source.getString(0, "ISO-8859-1"),
                    record.getString(SHORT_SOURCE_AT, "ISO-8859-1"),
                    record.getInt(LINE_AT));
        }
    }
}
