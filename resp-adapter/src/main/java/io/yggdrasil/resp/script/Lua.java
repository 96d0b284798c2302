package io.yggdrasil.resp.script;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.yggdrasil.resp.wire.Request;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The functions of Lua's C API that are used, by their own names. A state, a size and a pointer is a {@code long}: the
 * library is there for 64-bit machines only.
 */
@SuppressWarnings("checkstyle:MethodName")
final class Lua {
    static final int REGISTRY = -10000;
    static final int FIRST_UPVALUE = -10003;
    static final int MASK_COUNT = 8;
    static final int GLOBALS = -10002;
    static final int NIL = 0;
    static final int BOOLEAN = 1;
    static final int NUMBER = 3;
    static final int STRING = 4;
    static final int TABLE = 5;
    static final int FUNCTION = 6;
    static final int GC_RESTART = 1;
    static final int GC_COLLECT = 2;
    static final int GC_KILOBYTES = 3;
    static final int GC_BYTES = 4;
    static final int MEMORY_ERROR = 4;

    /** A function that Lua calls. It returns how many values it has pushed, and never throws. */
    interface Function extends Callback {
        int invoke(long state);
    }

    /** Changes the size of a block; 0 when it is refused. */
    interface Allocator extends Callback {
        long invoke(long context, long block, long oldSize, long newSize);
    }

    private Lua() {}

    private static boolean loaded;

    /** Loads the library, once in a process. An {@link UnsatisfiedLinkError} tells why it cannot be. */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        String name = libraryName();
        if (name == null || Native.POINTER_SIZE != Long.BYTES) {
            throw new UnsatisfiedLinkError("no Lua for " + Platform.RESOURCE_PREFIX);
        }
        try {
            File file = Native.extractFromResourcePath("/" + name, Lua.class.getClassLoader());
            Native.register(Lua.class, NativeLibrary.getInstance(file.getAbsolutePath()));
        } catch (IOException e) {
            throw (UnsatisfiedLinkError) new UnsatisfiedLinkError(e.getMessage()).initCause(e);
        }
        CLibrary.load();
        loaded = true;
    }

    private static @Nullable String libraryName() {
        String suffix = Platform.isARM() ? "arm64" : "64";
        if (!Platform.isIntel() && !Platform.isARM()) {
            return null;
        }
        if (Platform.isLinux()) {
            return "liblua51" + suffix + ".so";
        }
        if (Platform.isMac()) {
            return "liblua51" + suffix + ".dylib";
        }
        return Platform.isWindows() ? "lua51" + suffix + ".dll" : null;
    }

    /** The string at an index as text that a reply turns into the same bytes again. */
    static String text(long state, int index) {
        return Request.of(bytes(state, index)).text(0);
    }

    /** The bytes of the string at an index that holds one. */
    static byte[] bytes(long state, int index) {
        int length = (int) lua_objlen(state, index);
        return length == 0 ? new byte[0] : new Pointer(lua_tolstring(state, index, 0)).getByteArray(0, length);
    }

    static void pop(long state, int count) {
        lua_settop(state, -count - 1);
    }

    /** Pushes a field of the table on top of the stack; no metamethod is asked. */
    static int rawGetField(long state, String name) {
        lua_pushlstring(state, name.getBytes(StandardCharsets.ISO_8859_1), name.length());
        lua_rawget(state, -2);
        return lua_type(state, -1);
    }

    static native long luaL_newstate();

    static native void luaL_openlibs(long state);

    static native int luaL_loadbuffer(long state, byte[] code, long size, String name);

    static native int luaL_ref(long state, int table);

    static native void lua_close(long state);

    static native void lua_setallocf(long state, Allocator allocator, long context);

    static native void lua_sethook(long state, long hook, int mask, int count);

    static native void lua_pushcclosure(long state, Function function, int upvalues);

    static native int lua_pcall(long state, int arguments, int results, int handler);

    static native long lua_gethook(long state);

    static native int lua_getstack(long state, int level, Pointer activation);

    static native int lua_getinfo(long state, String what, Pointer activation);

    static native int lua_gc(long state, int what, int data);

    static native int lua_checkstack(long state, int slots);

    static native int lua_gettop(long state);

    static native void lua_settop(long state, int index);

    static native void lua_pushvalue(long state, int index);

    static native void lua_insert(long state, int index);

    static native void lua_replace(long state, int index);

    static native void lua_remove(long state, int index);

    static native int lua_type(long state, int index);

    static native long lua_objlen(long state, int index);

    static native long lua_tolstring(long state, int index, long length);

    static native double lua_tonumber(long state, int index);

    static native int lua_isnumber(long state, int index);

    static native int lua_toboolean(long state, int index);

    static native long lua_topointer(long state, int index);

    static native void lua_pushnil(long state);

    static native void lua_pushnumber(long state, double value);

    static native void lua_pushboolean(long state, int value);

    static native void lua_pushlightuserdata(long state, long value);

    static native void lua_pushlstring(long state, byte[] value, long length);

    static native void lua_createtable(long state, int elements, int fields);

    static native void lua_rawget(long state, int table);

    static native void lua_rawset(long state, int table);

    static native void lua_rawgeti(long state, int table, int index);

    static native void lua_rawseti(long state, int table, int index);

    static native int lua_next(long state, int table);

    static native int lua_setmetatable(long state, int index);

    /** What Lua's own allocator uses. */
    static final class CLibrary {
        private CLibrary() {}

        static void load() {
            Native.register(CLibrary.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
        }

        static native long malloc(long size);

        static native long realloc(long block, long size);

        static native void free(long block);
    }
}
