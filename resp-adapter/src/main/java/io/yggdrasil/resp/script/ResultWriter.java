package io.yggdrasil.resp.script;

import io.yggdrasil.resp.wire.ReplyWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what a script returned as a reply. */
final class ResultWriter {
    private static final int SLOTS = 6;

    /** A table that holds others many times makes a reply that is larger than all memory. */
    private static final long BYTES_MAX = 512L << 20;

    private final long state;
    private final ReplyWriter reply;
    private final ScriptHost host;
    private final int scriptProtocol;
    private final RunningScript run;
    private final long sizeMax;

    ResultWriter(long state, ReplyWriter reply, ScriptHost host, RunningScript run) {
        this.run = run;
        this.sizeMax = (long) reply.size() + BYTES_MAX;
        this.state = state;
        this.reply = reply;
        this.host = host;
        this.scriptProtocol = host.protocol();
    }

    /** Writes the value on top of the stack, which stays there. */
    void write() {
        switch (Lua.lua_type(state, -1)) {
            case Lua.STRING -> reply.bulk(Lua.bytes(state, -1));
            case Lua.BOOLEAN -> bool(Lua.lua_toboolean(state, -1) != 0);
            case Lua.NUMBER -> reply.integer(toInteger(Lua.lua_tonumber(state, -1)));
            case Lua.TABLE -> {
                if (Lua.lua_checkstack(state, SLOTS) == 0) {
                    reply.error("ERR reached lua stack limit");
                } else {
                    table();
                }
            }
            default -> reply.nullBulk();
        }
    }

    private void writeAndPop() {
        write();
        Lua.pop(state, 1);
    }

    private void bool(boolean value) {
        if (scriptProtocol == 3) {
            reply.bool(value);
        } else if (value) {
            reply.integer(1);
        } else {
            reply.nullBulk();
        }
    }

    /** As a C compiler for this machine casts: what is out of range is the smallest number. */
    private static long toInteger(double value) {
        return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }

    private void table() {
        run.check();
        if (reply.size() > sizeMax) {
            throw new LuaFailure("the reply of the script is too large");
        }
        int top = Lua.lua_gettop(state);
        if (Lua.rawGetField(state, "err") == Lua.STRING) {
            byte[] error = Lua.bytes(state, -1);
            reply.error(error);
            if (field(top, LuaErrors.COUNTED) == Lua.NIL) {
                host.onError(new String(error, StandardCharsets.ISO_8859_1));
            }
        } else if (field(top, "ok") == Lua.STRING) {
            reply.simple(line());
        } else if (field(top, "double") == Lua.NUMBER) {
            reply.real(Lua.lua_tonumber(state, -1));
        } else if (field(top, "big_number") == Lua.STRING) {
            reply.bigNumber(line());
        } else if (field(top, "verbatim_string") == Lua.TABLE && verbatim()) {
            Lua.lua_settop(state, top);
            return;
        } else if (field(top, "map") == Lua.TABLE) {
            map();
        } else if (field(top, "set") == Lua.TABLE) {
            set();
        } else {
            Lua.lua_settop(state, top);
            array();
        }
        Lua.lua_settop(state, top);
    }

    private int field(int top, String name) {
        Lua.lua_settop(state, top);
        return Lua.rawGetField(state, name);
    }

    private String line() {
        return Lua.text(state, -1).replace('\r', ' ').replace('\n', ' ');
    }

    private boolean verbatim() {
        if (Lua.rawGetField(state, "format") != Lua.STRING) {
            return false;
        }
        byte[] format = Lua.bytes(state, -1);
        Lua.pop(state, 1);
        if (Lua.rawGetField(state, "string") != Lua.STRING) {
            return false;
        }
        byte[] tag = Arrays.copyOf(format, 3);
        reply.verbatim(new String(tag, StandardCharsets.ISO_8859_1), Lua.text(state, -1));
        return true;
    }

    private void map() {
        reply.map(count());
        Lua.lua_pushnil(state);
        while (Lua.lua_next(state, -2) != 0) {
            Lua.lua_pushvalue(state, -2);
            writeAndPop();
            writeAndPop();
        }
    }

    private void set() {
        reply.set(count());
        Lua.lua_pushnil(state);
        while (Lua.lua_next(state, -2) != 0) {
            Lua.pop(state, 1);
            Lua.lua_pushvalue(state, -1);
            writeAndPop();
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

    private void array() {
        int count = 0;
        Lua.lua_rawgeti(state, -1, 1);
        while (Lua.lua_type(state, -1) != Lua.NIL) {
            Lua.pop(state, 1);
            Lua.lua_rawgeti(state, -1, ++count + 1);
        }
        Lua.pop(state, 1);
        reply.array(count);
        for (int i = 1; i <= count; i++) {
            Lua.lua_rawgeti(state, -1, i);
            writeAndPop();
        }
    }
}
