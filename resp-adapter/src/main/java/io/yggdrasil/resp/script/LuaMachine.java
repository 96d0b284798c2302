package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One Lua interpreter with its sandbox. It runs one script after the other; what one does is hidden from the next, as the
 * tables that both see cannot be changed.
 */
final class LuaMachine implements AutoCloseable {
    private static final String SANDBOX = "sandbox.lua";
    private static final int SCRIPTS_MAX = 500;
    private static final int SLOTS = 16;

    /** How long a library may take to register its functions. */
    private static final long LOAD_NANOS_MAX = 500_000_000;

    /** A machine that holds more when a script has ended is not kept. */
    private static final long BYTES_KEPT_MAX = 16 << 20;

    private final LuaMemory memory;
    private final LuaFunctions functions;
    private final Lua.Function callback;
    private final long state;
    private final Map<String, Integer> compiled = new HashMap<>();
    private final LuaLibraries libraries;
    private final int begin;
    private final int handler;
    private final int globals;
    private boolean spent;

    /** Makes an interpreter whose values may take so many bytes. */
    LuaMachine(long bytesMax, String version, int versionNumber) {
        memory = new LuaMemory(bytesMax);
        functions = new LuaFunctions(memory);
        callback = this::onCall;
        state = Lua.luaL_newstate();
        Lua.luaL_openlibs(state);
        Lua.lua_setallocf(state, memory, 0);
        byte[] code = sandbox();
        require(Lua.luaL_loadbuffer(state, code, code.length, ScriptPlace.SANDBOX));
        LuaStack stack = new LuaStack(state, memory);
        List<String> names = functions.names();
        stack.table(0, names.size());
        for (int i = 0; i < names.size(); i++) {
            stack.number(i);
            Lua.lua_pushcclosure(state, callback, 1);
            stack.setField(names.get(i));
        }
        stack.text(version);
        stack.number(versionNumber);
        require(Lua.lua_pcall(state, 3, 4, 0));
        globals = Lua.luaL_ref(state, Lua.REGISTRY);
        handler = Lua.luaL_ref(state, Lua.REGISTRY);
        begin = Lua.luaL_ref(state, Lua.REGISTRY);
        libraries = new LuaLibraries(state, memory, Lua.luaL_ref(state, Lua.REGISTRY));
        Lua.lua_rawgeti(state, Lua.REGISTRY, globals);
        Lua.lua_replace(state, Lua.GLOBALS);
    }

    private static byte[] sandbox() {
        try (InputStream in = LuaMachine.class.getResourceAsStream(SANDBOX)) {
            return Objects.requireNonNull(in, SANDBOX).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void require(int status) {
        if (status != 0) {
            throw new IllegalStateException("status=" + status + " " + message());
        }
    }

    /** Lua's message on top of the stack; popped. */
    private String message() {
        int type = Lua.lua_type(state, -1);
        String text = type == Lua.STRING
                ? new String(Lua.bytes(state, -1), StandardCharsets.ISO_8859_1)
                : "execution failure";
        Lua.pop(state, 1);
        return text;
    }

    /** Whether the machine is not to be used again. */
    boolean isSpent() {
        return spent || compiled.size() >= SCRIPTS_MAX || libraries.size() >= SCRIPTS_MAX;
    }

    /** Bytes that its values take. */
    long bytes() {
        return memory.bytes();
    }

    /** Compiles a script if it is new; returns what is wrong with it, or null. */
    @Nullable
    String compile(Script script) {
        if (compiled.containsKey(script.sha())) {
            return null;
        }
        byte[] code = script.code();
        if (code.length > 0 && code[0] == '\033') {
            return "user_script:1: unexpected symbol near 'char(27)'";
        }
        boolean before = memory.strict(true);
        int status = Lua.luaL_loadbuffer(state, code, code.length, "@user_script");
        memory.strict(before);
        if (status != 0) {
            return message();
        }
        compiled.put(script.sha(), Lua.luaL_ref(state, Lua.REGISTRY));
        return null;
    }

    /** Runs a library, unless this machine has, and answers its functions. A {@link RedisException} tells what is wrong. */
    List<LibraryFunction> load(FunctionLibrary library) {
        List<LibraryFunction> known = libraries.functionsOf(library);
        if (known != null) {
            return known;
        }
        spent = true; // Unless it ends well: what the library has left half-way is nobody's then.
        functions.begin(NoHost.INSTANCE, RunningScript.ofLoad(library.name(), LOAD_NANOS_MAX));
        try {
            List<LibraryFunction> loaded = libraries.load(library);
            spent = memory.bytes() > BYTES_KEPT_MAX;
            return loaded;
        } catch (LuaFailure e) {
            throw new RedisException("ERR Error registering functions: " + e.getMessage());
        } finally {
            Lua.lua_sethook(state, 0, 0, 0);
            Lua.lua_settop(state, 0);
            functions.end();
        }
    }

    /** Runs a compiled script and writes its reply. */
    void run(Script script, Work work, ReplyWriter reply) {
        int body = Objects.requireNonNull(compiled.get(script.sha()), "not compiled");
        run(work, reply, stack -> {
            Lua.lua_rawgeti(state, Lua.REGISTRY, begin);
            Lua.lua_rawgeti(state, Lua.REGISTRY, body);
            push(stack, work.keys);
            push(stack, work.arguments);
            require(Lua.lua_pcall(state, 3, 0, 0));
            Lua.lua_rawgeti(state, Lua.REGISTRY, handler);
            Lua.lua_rawgeti(state, Lua.REGISTRY, body);
            return 0;
        });
    }

    /** Runs a function of a library that is loaded, and writes its reply. */
    void run(FunctionLibrary library, String function, Work work, ReplyWriter reply) {
        int body = libraries.reference(library, function);
        run(work, reply, stack -> {
            Lua.lua_rawgeti(state, Lua.REGISTRY, begin);
            require(Lua.lua_pcall(state, 0, 0, 0));
            Lua.lua_rawgeti(state, Lua.REGISTRY, handler);
            Lua.lua_rawgeti(state, Lua.REGISTRY, body);
            push(stack, work.keys);
            push(stack, work.arguments);
            return 2;
        });
    }

    /**
     * What a script or a function works with.
     *
     * @param keys the keys that the client declared
     * @param arguments the other arguments
     * @param host what its commands are run by
     * @param run how others see it
     */
    record Work(List<byte[]> keys, List<byte[]> arguments, ScriptHost host, RunningScript run) {}

    /** Pushes the handler of errors, a function and its arguments; answers how many. */
    private interface Preparation {
        int push(LuaStack stack);
    }

    private void run(Work work, ReplyWriter reply, Preparation preparation) {
        boolean done = false;
        functions.begin(work.host, work.run);
        try {
            LuaStack stack = new LuaStack(state, memory);
            stack.room(SLOTS);
            int status = callProtected(preparation.push(stack));
            Lua.lua_sethook(state, 0, 0, 0);
            done = status != Lua.MEMORY_ERROR && memory.bytes() <= BYTES_KEPT_MAX;
            if (status == 0) {
                new ResultWriter(state, reply, work.host.protocol(), work.run).write();
            } else {
                error(work.run.what().name(), reply);
            }
        } catch (LuaFailure e) {
            done = false;
            throw new RedisException("ERR " + e.getMessage());
        } finally {
            spent |= !done;
            Lua.lua_settop(state, 0);
            functions.end();
        }
    }

    private int callProtected(int arguments) {
        memory.strict(true);
        try {
            return Lua.lua_pcall(state, arguments, 1, 1);
        } finally {
            memory.strict(false);
        }
    }

    private static void push(LuaStack stack, List<byte[]> values) {
        stack.table(values.size(), 0);
        for (int i = 0; i < values.size(); i++) {
            stack.string(values.get(i));
            stack.setElement(i + 1);
        }
    }

    private void error(String name, ReplyWriter reply) {
        if (Lua.lua_type(state, -1) != Lua.TABLE) {
            String text = message();
            reply.error("ERR Error running script " + name + ", " + text.substring(0, Math.min(100, text.length())));
            return;
        }
        String text = field("err");
        String source = field("source");
        String line = field("line");
        String place = source == null || line == null ? "" : " script: " + name + ", on " + source + ":" + line + ".";
        reply.error(((text == null ? "ERR execution failure" : text) + place).getBytes(StandardCharsets.ISO_8859_1));
    }

    private @Nullable String field(String name) {
        int type = Lua.rawGetField(state, name);
        String text = null;
        if (type == Lua.NUMBER) {
            text = Long.toString((long) Lua.lua_tonumber(state, -1));
        } else if (type == Lua.STRING) {
            text = new String(Lua.bytes(state, -1), StandardCharsets.ISO_8859_1);
        }
        Lua.pop(state, 1);
        return text;
    }

    /** Lua calls the server, on whatever coroutine it is. */
    private int onCall(long coroutine) {
        boolean before = memory.strict(false);
        try {
            return functions.call(coroutine);
        } finally {
            memory.strict(before);
        }
    }

    @Override
    public void close() {
        Lua.lua_close(state);
        memory.close();
        Reference.reachabilityFence(this); // Lua calls the allocator until its end.
    }
}
