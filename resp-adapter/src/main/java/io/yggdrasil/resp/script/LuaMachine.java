package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Lua interpreter with its sandbox. It runs one script after the other; what one does is hidden from the next, as the
 * tables that both see cannot be changed.
 */
final class LuaMachine implements AutoCloseable {
    private static final String SANDBOX = "sandbox.lua";
    private static final int SCRIPTS_MAX = 500;
    private static final int SLOTS = 16;
    private static final Set<String> OFTEN = Set.of("redis.call", "redis.pcall");

    /** A brief script that is given more is run as others are. */
    private static final int BRIEF_ARGUMENTS_MAX = 12;

    private static final int NONE = -1;

    // What lies at the bottom of the stack, always.
    private static final int HANDLER = 1;
    private static final int BRIEF = 2;

    /** How long a library may take to register its functions. */
    private static final long LOAD_NANOS_MAX = 500_000_000;

    /** A machine that holds more when a script has ended is not kept. */
    private static final long BYTES_KEPT_MAX = 16 << 20;

    private final LuaMemory memory;
    private final LuaFunctions functions;
    private final List<Lua.Function> callbacks = new ArrayList<>();
    private final long state;
    private final Map<String, Compiled> compiled = new HashMap<>();
    private final LuaLibraries libraries;
    private final int begin;
    private boolean spent;

    /** Whether a script has run that was not brief: it may have changed how Lua collects garbage. */
    private boolean changed;

    /**
     * Makes an interpreter.
     *
     * @param bytesMax how many bytes its values may take
     * @param frugal whether it will run frugal scripts only
     */
    LuaMachine(long bytesMax, String version, int versionNumber, boolean frugal) {
        memory = new LuaMemory(bytesMax);
        functions = new LuaFunctions(memory);
        state = Lua.luaL_newstate();
        Lua.luaL_openlibs(state);
        if (frugal) {
            memory.ask(state);
        } else {
            memory.serve(state);
        }
        byte[] code = sandbox();
        require(Lua.luaL_loadbuffer(state, code, code.length, ScriptPlace.SANDBOX));
        LuaStack stack = new LuaStack(state, memory);
        List<String> names = functions.names();
        stack.table(0, names.size());
        Lua.Function anyOther = this::onCall;
        callbacks.add(anyOther);
        for (int i = 0; i < names.size(); i++) {
            if (OFTEN.contains(names.get(i))) {
                pushOften(i);
            } else {
                stack.number(i);
                Lua.lua_pushcclosure(state, anyOther, 1);
            }
            stack.setField(names.get(i));
        }
        stack.text(version);
        stack.number(versionNumber);
        require(Lua.lua_pcall(state, 3, 5, 0));
        Lua.lua_replace(state, Lua.GLOBALS);
        begin = Lua.luaL_ref(state, Lua.REGISTRY);
        libraries = new LuaLibraries(state, memory, Lua.luaL_ref(state, Lua.REGISTRY));
        makeReady();
        functions.hook(Lua.lua_gethook(state));
        Lua.lua_sethook(state, 0, 0, 0);
        stack.room(SLOTS);
    }

    /** Pushes a function that need not be asked for its number. */
    private void pushOften(int number) {
        Lua.Function own = coroutine -> onCall(coroutine, number);
        callbacks.add(own);
        Lua.lua_pushcclosure(state, own, 0);
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
        String text = type == Lua.STRING ? Lua.text(state, -1) : "execution failure";
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
        compiled.put(script.sha(), keep(script.habit().isBrief()));
        return null;
    }

    /**
     * Where Lua has a script.
     *
     * @param body its code
     * @param brief the function that is given its keys and arguments; {@link #NONE} if it is not brief
     */
    private record Compiled(int body, int brief) {}

    /** Pops the code of a script and keeps it. */
    private Compiled keep(boolean isBrief) {
        int brief = NONE;
        if (isBrief) {
            Lua.lua_pushvalue(state, BRIEF);
            Lua.lua_pushvalue(state, -2);
            require(Lua.lua_pcall(state, 1, 1, 0));
            brief = Lua.luaL_ref(state, Lua.REGISTRY);
        }
        return new Compiled(Lua.luaL_ref(state, Lua.REGISTRY), brief);
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
            Lua.lua_settop(state, BRIEF);
            functions.end();
            changed = true;
        }
    }

    /** Runs a compiled script and writes its reply. */
    void run(Script script, Work work, ReplyWriter reply) {
        Compiled code = Objects.requireNonNull(compiled.get(script.sha()), "not compiled");
        int given = work.keys.size() + work.arguments.size();
        if (code.brief != NONE && given <= BRIEF_ARGUMENTS_MAX) {
            if (changed) {
                makeReady();
                Lua.lua_sethook(state, 0, 0, 0);
                changed = false;
            }
            run(work, reply, stack -> pushBrief(stack, code.brief, work));
        } else {
            changed = true;
            run(work, reply, stack -> pushScript(stack, code.body, work));
        }
    }

    /** A brief script needs no hook to end it, and cannot change the tables of its keys and arguments. */
    private int pushBrief(LuaStack stack, int body, Work work) {
        Lua.lua_rawgeti(state, Lua.REGISTRY, body);
        stack.number(work.keys.size());
        for (int i = 0; i < work.keys.size(); i++) {
            stack.string(work.keys.get(i));
        }
        for (int i = 0; i < work.arguments.size(); i++) {
            stack.string(work.arguments.get(i));
        }
        return 1 + work.keys.size() + work.arguments.size();
    }

    private int pushScript(LuaStack stack, int body, Work work) {
        Lua.lua_rawgeti(state, Lua.REGISTRY, begin);
        Lua.lua_rawgeti(state, Lua.REGISTRY, body);
        push(stack, work.keys);
        push(stack, work.arguments);
        require(Lua.lua_pcall(state, 3, 0, 0));
        Lua.lua_rawgeti(state, Lua.REGISTRY, body);
        return 0;
    }

    /** Sets the hook and the collector of garbage as scripts and functions are to find them. */
    private void makeReady() {
        Lua.lua_rawgeti(state, Lua.REGISTRY, begin);
        require(Lua.lua_pcall(state, 0, 0, 0));
    }

    /** Runs a function of a library that is loaded, and writes its reply. */
    void run(FunctionLibrary library, String function, Work work, ReplyWriter reply) {
        int body = libraries.reference(library, function);
        changed = true;
        run(work, reply, stack -> {
            makeReady();
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

    /** Pushes a function and its arguments; answers how many. */
    private interface Preparation {
        int push(LuaStack stack);
    }

    private void run(Work work, ReplyWriter reply, Preparation preparation) {
        boolean done = false;
        functions.begin(work.host, work.run);
        try {
            LuaStack stack = new LuaStack(state, memory);
            int status = callProtected(preparation.push(stack));
            if (changed || functions.hasFailed()) {
                Lua.lua_sethook(state, 0, 0, 0);
            }
            done = status != Lua.MEMORY_ERROR && memory.bytes() <= BYTES_KEPT_MAX;
            if (status == 0) {
                new ResultWriter(state, reply, work.host, work.run).write();
            } else {
                error(work, reply);
            }
        } catch (LuaFailure e) {
            done = false;
            throw new RedisException("ERR " + e.getMessage());
        } finally {
            spent |= !done;
            Lua.lua_settop(state, BRIEF);
            functions.end();
        }
    }

    private int callProtected(int arguments) {
        memory.strict(true);
        try {
            return Lua.lua_pcall(state, arguments, 1, HANDLER);
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

    private void error(Work work, ReplyWriter reply) {
        String name = work.run.what().name();
        if (Lua.lua_type(state, -1) != Lua.TABLE) {
            String text = message();
            String error = "ERR Error running script " + name + ", " + text.substring(0, Math.min(100, text.length()));
            work.host.onError(error);
            reply.error(error);
            return;
        }
        String text = field("err");
        String error = text == null ? "ERR execution failure" : text;
        if (!isCounted()) {
            work.host.onError(error);
        }
        String source = field("source");
        String line = field("line");
        String place = source == null || line == null ? "" : " script: " + name + ", on " + source + ":" + line + ".";
        reply.error((error + place).getBytes(StandardCharsets.ISO_8859_1));
    }

    private boolean isCounted() {
        boolean counted = Lua.rawGetField(state, LuaErrors.COUNTED) != Lua.NIL;
        Lua.pop(state, 1);
        return counted;
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
        return onCall(coroutine, (int) Lua.lua_tonumber(coroutine, Lua.FIRST_UPVALUE));
    }

    private int onCall(long coroutine, int number) {
        boolean before = memory.strict(false);
        try {
            return functions.call(coroutine, number);
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
