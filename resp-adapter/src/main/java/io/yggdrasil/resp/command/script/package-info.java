/**
 * EVAL, EVALSHA, their read-only forms, and SCRIPT.
 *
 * <p>Entry points: {@link io.yggdrasil.resp.command.script.EvalCommands}, {@link
 * io.yggdrasil.resp.command.script.ScriptCommands}. Scripts run in {@link io.yggdrasil.resp.script.ScriptEngine}; the
 * dispatcher locks what they may touch and runs their commands. Threads: handlers keep no state. Warm.
 */
@NullMarked
package io.yggdrasil.resp.command.script;

import org.jspecify.annotations.NullMarked;
