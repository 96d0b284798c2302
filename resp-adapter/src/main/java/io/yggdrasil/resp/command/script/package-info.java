/**
 * EVAL, EVALSHA, FCALL, their read-only forms, SCRIPT and FUNCTION.
 *
 * <p>Entry points: {@link io.yggdrasil.resp.command.script.EvalCommands}, {@link
 * io.yggdrasil.resp.command.script.ScriptCommands}, {@link io.yggdrasil.resp.command.script.FunctionCommands}, {@link
 * io.yggdrasil.resp.command.script.FunctionCallCommands}. Scripts run in {@link io.yggdrasil.resp.script.ScriptEngine}; the
 * dispatcher locks what they may touch and runs their commands. Threads: handlers keep no state. Warm.
 */
@NullMarked
package io.yggdrasil.resp.command.script;

import org.jspecify.annotations.NullMarked;
