package io.yggdrasil.resp.script;

/** A function of Lua that is written in Java. */
@FunctionalInterface
interface LuaFunction {
    /** Pushes what the function answers and returns how many values that are. A {@link LuaFailure} is raised in Lua. */
    int call(LuaCall call);
}
