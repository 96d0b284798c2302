/**
 * Lua 5.1 for EVAL and its kin.
 *
 * <p>Purpose: run scripts as Redis runs them, in a sandbox that no script can leave or break. Entry point: {@link
 * io.yggdrasil.resp.script.ScriptEngine}. The interpreter is the real one, a native library that luajava packages; it is
 * called by JNA, because luajava's own Java cannot push a string of bytes or limit memory.
 *
 * <p>No error of Lua may jump over a frame of Java. So Java calls only functions of Lua that raise none but for want of
 * memory, and {@link io.yggdrasil.resp.script.LuaMemory} refuses none while Java runs.
 *
 * <p>Threads: a {@link io.yggdrasil.resp.script.LuaMachine} belongs to one thread at a time; the engine is shared. Warm.
 */
@NullMarked
package io.yggdrasil.resp.script;

import org.jspecify.annotations.NullMarked;
