/**
 * Lua 5.1 for EVAL, FCALL and their kin.
 *
 * <p>Purpose: run scripts and functions as Redis runs them, in a sandbox that none can leave or break, and know those of all
 * nodes. Entry points: {@link io.yggdrasil.resp.script.ScriptEngine}, {@link io.yggdrasil.resp.script.Functions}; what a
 * grid has to keep is a {@link io.yggdrasil.resp.script.ScriptStore}. The interpreter is the real one, a native library that
 * luajava packages; it is called by JNA, because luajava's own Java cannot push a string of bytes or limit memory.
 *
 * <p>No error of Lua may jump over a frame of Java. So Java calls only functions of Lua that raise none but for want of
 * memory, and {@link io.yggdrasil.resp.script.LuaMemory} refuses none while Java runs; what Java pushes goes through {@link
 * io.yggdrasil.resp.script.LuaStack}, which asks for room first. A function of Java that fails keeps its error for the count
 * hook, which raises it. Known holes of Lua 5.1 are closed where they are: {@code unpack} and names of chunks in {@code
 * sandbox.lua}, too small stacks in {@code LuaMemory}, handlers of {@code xpcall} that no hook would end. Threads that run
 * scripts need {@link io.yggdrasil.resp.dispatch.SlowLane#STACK_BYTES} of stack.
 *
 * <p>Who runs: {@link io.yggdrasil.resp.script.RunningScripts} knows the scripts that run on this node, but for brief ones,
 * and those of other nodes that hold slots of this one; both make it busy. One list for both, so that each request looks at
 * no more than whether it is empty.
 *
 * <p>Speed: what a run costs is mostly its calls between Java and Lua: each value that is pushed or read is one, each block
 * that Lua allocates or frees another one. A script that {@link io.yggdrasil.resp.script.StraightCode} has proven to be brief
 * is spared most of them: it has no hook, and its tables of keys and arguments serve again and again.
 *
 * <p>Threads: a {@link io.yggdrasil.resp.script.LuaMachine} belongs to one thread at a time; the engine is shared. Warm.
 */
@NullMarked
package io.yggdrasil.resp.script;

import org.jspecify.annotations.NullMarked;
