package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.RedisException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The libraries of functions that one interpreter has loaded. A library that has changed is another one. */
final class LuaLibraries {
    private static final int SLOTS = 8;

    private final long state;
    private final LuaMemory memory;
    private final int loader;
    private final Map<String, Loaded> loaded = new HashMap<>();

    /** The functions of a library, and where Lua has them. */
    private record Loaded(List<LibraryFunction> functions, Map<String, Integer> references) {}

    /** Makes none; {@code loader} is where Lua has the function that runs a library. */
    LuaLibraries(long state, LuaMemory memory, int loader) {
        this.state = state;
        this.memory = memory;
        this.loader = loader;
    }

    int size() {
        return loaded.size();
    }

    /** The functions of a library; null when it is not loaded. */
    @Nullable
    List<LibraryFunction> functionsOf(FunctionLibrary library) {
        Loaded known = loaded.get(library.sha());
        return known == null ? null : known.functions;
    }

    /** Where Lua has a function of a loaded library. */
    int reference(FunctionLibrary library, String function) {
        Loaded known = Objects.requireNonNull(loaded.get(library.sha()), "not loaded");
        return Objects.requireNonNull(known.references.get(function), function);
    }

    /** Compiles and runs a library. A {@link LuaFailure} is an error of it. */
    List<LibraryFunction> load(FunctionLibrary library) {
        if (Lua.lua_checkstack(state, SLOTS) == 0) {
            throw new LuaFailure("stack overflow");
        }
        byte[] body = library.body();
        Lua.lua_rawgeti(state, Lua.REGISTRY, loader);
        boolean before = memory.strict(true);
        int status = Lua.luaL_loadbuffer(state, body, body.length, "@user_function");
        boolean compiled = status == 0;
        status = compiled ? Lua.lua_pcall(state, 1, 1, 0) : status;
        memory.strict(before);
        if (!compiled) {
            throw new RedisException("ERR Error compiling function: " + Lua.text(state, -1));
        }
        if (status != 0) {
            throw new LuaFailure(problem());
        }
        Loaded fresh = read();
        if (fresh.functions.isEmpty()) {
            throw new RedisException("ERR No functions registered");
        }
        loaded.put(library.sha(), fresh);
        return fresh.functions;
    }

    private String text() {
        return Lua.lua_type(state, -1) == Lua.STRING
                ? new String(Lua.bytes(state, -1), StandardCharsets.ISO_8859_1)
                : "unknown error";
    }

    /** The error on top of the stack, as that of a script. */
    private String problem() {
        if (Lua.lua_type(state, -1) == Lua.TABLE) {
            Lua.rawGetField(state, "err");
            return text();
        }
        return "ERR " + text();
    }

    private Loaded read() {
        List<LibraryFunction> functions = new ArrayList<>();
        Map<String, Integer> references = new HashMap<>();
        int count = (int) Lua.lua_objlen(state, -1);
        for (int i = 1; i <= count; i++) {
            Lua.lua_rawgeti(state, -1, i);
            String name = Objects.requireNonNull(field("name"));
            functions.add(new LibraryFunction(name, field("description"), flags(field("flags"))));
            Lua.rawGetField(state, "callback");
            references.put(name, Lua.luaL_ref(state, Lua.REGISTRY));
            Lua.pop(state, 1);
        }
        return new Loaded(List.copyOf(functions), references);
    }

    private @Nullable String field(String name) {
        String text = Lua.rawGetField(state, name) == Lua.STRING ? text() : null;
        Lua.pop(state, 1);
        return text;
    }

    private static Set<ScriptFlag> flags(@Nullable String names) {
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (String name : String.valueOf(names).split(",")) {
            ScriptFlag flag = ScriptFlag.of(name);
            if (flag != null) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
