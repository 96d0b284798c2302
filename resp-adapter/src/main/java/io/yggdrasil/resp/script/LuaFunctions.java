package io.yggdrasil.resp.script;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of Lua that are written in Java: each is a C function for Lua, with its number as upvalue.
 *
 * <p>One that fails cannot raise the error, which would jump over Java's frames. It keeps the error and the place of its
 * caller, and has the count hook run before Lua's next instruction: the hook asks for the error and raises it.
 */
final class LuaFunctions {
    private static final Logger LOG = LoggerFactory.getLogger("io.yggdrasil.resp.script.user");
    private static final Logger OWN_LOG = LoggerFactory.getLogger(LuaFunctions.class);
    private static final String NO_MEMORY = "not enough memory";

    /** So many arguments may stay on the stack below the result. */
    private static final int ARGUMENTS_KEPT = 8;

    private static final String[] JSON_SETTINGS = {
        "encode_sparse_array",
        "encode_max_depth",
        "decode_max_depth",
        "encode_number_precision",
        "encode_keep_buffer",
        "encode_invalid_numbers",
        "decode_invalid_numbers"
    };

    private final LuaMemory memory;
    private final Map<String, LuaFunction> named = new LinkedHashMap<>();
    private final LuaFunction[] functions;
    private @Nullable ScriptHost host;
    private @Nullable RunningScript run;
    private JsonSettings json = new JsonSettings();
    private @Nullable String failure;
    private boolean failureIsTable;
    private boolean failureIsCounted;
    private ScriptPlace place = ScriptPlace.NOWHERE;
    private boolean failed;
    private long hook;

    LuaFunctions(LuaMemory memory) {
        this.memory = memory;
        named.put("server.tick", this::tick);
        named.put("redis.call", call -> redisCall(call, true));
        named.put("redis.pcall", call -> redisCall(call, false));
        named.put("redis.acl_check_cmd", this::mayRun);
        named.put("server.sha1hex", LuaFunctions::sha1hex);
        named.put("server.log", LuaFunctions::log);
        named.put("server.setresp", this::setResp);
        named.put("cjson.encode", this::encode);
        named.put("cjson.decode", this::decode);
        for (int i = 0; i < JSON_SETTINGS.length; i++) {
            int setting = i + 1;
            named.put("cjson." + JSON_SETTINGS[i], call -> json.set(call.state(), setting, call.top()));
        }
        named.put("cmsgpack.pack", this::pack);
        named.put("cmsgpack.unpack", call -> unpack(call, 0, 0));
        named.put("cmsgpack.unpack_one", call -> unpack(call, 1, call.has(2) ? call.integer(2) : 0));
        named.put("cmsgpack.unpack_limit", call -> unpack(call, call.integer(2), call.has(3) ? call.integer(3) : 0));
        BitLibrary.addTo(named);
        StructLibrary.addTo(named);
        functions = named.values().toArray(new LuaFunction[0]);
    }

    /** Their names, each with its library, in the order of their numbers from 0. */
    List<String> names() {
        return List.copyOf(named.keySet());
    }

    void begin(ScriptHost server, RunningScript script) {
        host = server;
        run = script;
        failure = null;
        failed = false;
        json = new JsonSettings();
    }

    /** Whether a function has failed since {@link #begin}, and so has set the hook. */
    boolean hasFailed() {
        return failed;
    }

    /** Gives the C function that calls the hook of the sandbox. */
    void hook(long function) {
        hook = function;
    }

    void end() {
        host = null;
        run = null;
    }

    /**
     * Answers a call of the function of this number; returns how many values were pushed. Throws nothing. Lua keeps room for 20 values above the arguments;
     * who pushes more asks for it.
     */
    int call(long state, int number) {
        try {
            return functions[number].call(new LuaCall(state, memory));
        } catch (LuaFailure e) {
            return fail(state, e);
        } catch (OutOfMemoryError e) {
            return fail(state, LuaFailure.withoutPlace(NO_MEMORY));
        } catch (RuntimeException | Error e) {
            OWN_LOG.error("A function of a script failed", e);
            return fail(state, new LuaFailure("internal error: " + e.getClass().getSimpleName()));
        }
    }

    /** Has an error raised before Lua's next instruction: a text, or the text of a table. */
    private int fail(long state, LuaFailure error) {
        Lua.lua_settop(state, 0);
        place = ScriptPlace.ofCaller(state);
        failure = (error.isPlaced() ? place.prefix() : "") + error.getMessage();
        failureIsTable = error.isTable();
        failureIsCounted = error.isCounted();
        failed = true;
        Lua.lua_sethook(state, hook, Lua.MASK_COUNT, 1);
        Lua.lua_pushnil(state);
        return 1;
    }

    private static <T> T running(@Nullable T current) {
        if (current == null) {
            throw new LuaFailure("no script is running");
        }
        return current;
    }

    /**
     * Answers the error to raise, whether it is to be raised again and again, and where it was; nothing when there is none.
     * False stands for the error that there is no memory for the error.
     */
    private int tick(LuaCall call) {
        RunningScript current = run;
        String text = failure;
        failure = null;
        String end = current == null ? null : current.end();
        if (text == null && end == null) {
            return 0;
        }
        LuaStack stack = call.stack();
        try {
            if (end != null) {
                LuaErrors.push(stack, end);
                stack.bool(true);
                return 2;
            }
            if (failureIsCounted) {
                LuaErrors.pushCounted(stack, String.valueOf(text));
            } else if (failureIsTable) {
                LuaErrors.push(stack, String.valueOf(text));
            } else {
                stack.text(String.valueOf(text));
            }
            stack.bool(false);
            stack.text(place.source());
            stack.number(place.line());
            return 4;
        } catch (LuaFailure e) {
            Lua.lua_settop(call.state(), 0);
            stack.bool(false);
            return 1;
        }
    }

    private int redisCall(LuaCall call, boolean raises) {
        ScriptHost server = running(host);
        byte[][] arguments = call.words();
        if (arguments == null) {
            return refuse(call, raises, "Lua redis lib command arguments must be strings or integers");
        }
        if (arguments.length == 0) {
            return refuse(call, raises, "Please specify at least one argument for this redis lib call");
        }
        byte[] reply = server.call(arguments);
        if (call.top() > ARGUMENTS_KEPT) {
            Lua.lua_settop(call.state(), 0);
        }
        running(run).check();
        if (raises && reply[0] == '-') {
            throw LuaFailure.ofCommand(new String(reply, 0, reply.length - 2, StandardCharsets.ISO_8859_1));
        }
        ReplyPusher.push(call.stack(), reply);
        return 1;
    }

    private static int refuse(LuaCall call, boolean raises, String why) {
        if (raises) {
            throw LuaFailure.table("-ERR " + why);
        }
        LuaErrors.push(call.stack(), "-ERR " + why);
        return 1;
    }

    private static int sha1hex(LuaCall call) {
        boolean text = call.has(1)
                && (Lua.lua_type(call.state(), 1) == Lua.STRING || Lua.lua_type(call.state(), 1) == Lua.NUMBER);
        call.stack().text(Script.sha(text ? call.string(1) : new byte[0]));
        return 1;
    }

    private static int log(LuaCall call) {
        StringBuilder line = new StringBuilder();
        for (int i = 2; i <= call.top(); i++) {
            int type = Lua.lua_type(call.state(), i);
            if (type == Lua.STRING || type == Lua.NUMBER) {
                line.append(i > 2 ? " " : "").append(new String(call.string(i), StandardCharsets.UTF_8));
            }
        }
        switch ((int) Lua.lua_tonumber(call.state(), 1)) {
            case 0 -> LOG.trace("{}", line);
            case 1 -> LOG.debug("{}", line);
            case 2 -> LOG.info("{}", line);
            default -> LOG.warn("{}", line);
        }
        return 0;
    }

    private int setResp(LuaCall call) {
        running(host).protocol((int) Lua.lua_tonumber(call.state(), 1));
        return 0;
    }

    private int mayRun(LuaCall call) {
        byte[][] arguments = call.words();
        if (arguments == null) {
            throw LuaFailure.table("-ERR Lua redis lib command arguments must be strings or integers");
        }
        if (arguments.length == 0) {
            throw LuaFailure.table("-ERR Please specify at least one argument for this redis lib call");
        }
        int may = running(host).mayRun(arguments);
        if (may < 0) {
            throw LuaFailure.table("-ERR Invalid command passed to redis.acl_check_cmd()");
        }
        call.stack().bool(may == 0);
        return 1;
    }

    private int encode(LuaCall call) {
        if (call.top() != 1) {
            throw call.bad(1, "expected 1 argument");
        }
        byte[] text = new JsonWriter(call.state(), json, memory, running(run)).write();
        Lua.lua_settop(call.state(), 0);
        call.stack().string(text);
        return 1;
    }

    private int decode(LuaCall call) {
        if (call.top() != 1) {
            throw call.bad(1, "expected 1 argument");
        }
        byte[] text = call.string(1);
        Lua.lua_settop(call.state(), 0);
        new JsonReader(call.stack(), json, text).read();
        return 1;
    }

    private int pack(LuaCall call) {
        byte[] packed = new MessagePackWriter(call, running(run)).write();
        Lua.lua_settop(call.state(), 0);
        call.stack().string(packed);
        return 1;
    }

    private static int unpack(LuaCall call, long limit, long offset) {
        byte[] data = call.string(1);
        return new MessagePackReader(call, data).read(limit, offset);
    }
}
