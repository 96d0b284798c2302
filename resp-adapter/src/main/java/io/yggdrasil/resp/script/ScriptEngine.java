package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.dispatch.SlowLane;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scripts and functions that are known and the interpreters that run them. Shared by all threads. Without the native library
 * everything but running is as usual, and that answers an error.
 */
public final class ScriptEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptEngine.class);
    private static final long MACHINE_BYTES_MAX = 256L << 20;
    private static final int MACHINES_KEPT = 16;

    private final ScriptStore firstStore = new LocalScriptStore();
    private final KnownScripts scripts = new KnownScripts(firstStore, this::check);
    private final Functions functions = new Functions(firstStore, this::load);
    private final Queue<LuaMachine> idle = new ConcurrentLinkedQueue<>();
    private final Queue<LuaMachine> idleFrugal = new ConcurrentLinkedQueue<>();
    private final RunningScripts running;
    private final String version;
    private final int versionNumber;
    private volatile boolean loaded;
    private volatile @Nullable String trouble;
    private volatile boolean closed;

    /**
     * Makes an engine.
     *
     * @param version the version of Redis that scripts are told: {@code 7.2.6}
     */
    public ScriptEngine(String version, RunningScripts running) {
        this.version = version;
        this.running = running;
        int number = 0;
        for (String part : version.split("\\.")) {
            number = number << 8 | Integer.parseInt(part);
        }
        this.versionNumber = number;
    }

    /** The scripts that run now. */
    public RunningScripts running() {
        return running;
    }

    /** Says where scripts and functions are kept; in this process till then. */
    public void store(ScriptStore kept) {
        scripts.store(kept);
        functions.store(kept);
    }

    /** The libraries of functions. */
    public Functions functions() {
        return functions;
    }

    /** Number of scripts that are known. */
    public int scriptCount() {
        return scripts.count();
    }

    /** Bytes of the scripts that are known. */
    public long scriptBytes() {
        return scripts.bytes();
    }

    /** Bytes of the libraries of functions. */
    public long functionBytes() {
        return functions.current().bytes();
    }

    /** Bytes that the interpreters take which run nothing now. */
    public long machineBytes() {
        return Stream.concat(idle.stream(), idleFrugal.stream())
                .mapToLong(LuaMachine::bytes)
                .sum();
    }

    /** The script of this name, in any case; null when it is not known. */
    public @Nullable Script find(String sha) {
        return scripts.find(sha);
    }

    /** The script of this body, a part of an array; null when it was not run yet, or long ago. */
    public @Nullable Script find(byte[] array, int offset, int length) {
        return scripts.find(array, offset, length);
    }

    /** Makes a script known for good; an error that tells what is wrong with it if it does not compile. */
    public Script load(byte[] body) {
        return scripts.load(body);
    }

    /** As {@link #load(byte[])}, for a script that is run: of such ones the first are forgotten when they become many. */
    public Script evaluate(byte[] array, int offset, int length) {
        return scripts.evaluate(array, offset, length);
    }

    /** Says which commands, by their names as scripts write them, take no longer than an event loop may. */
    public void quickCommands(Predicate<String> quick) {
        scripts.quickCommands(quick);
    }

    private void check(Script script) {
        LuaMachine machine = take(idle);
        try {
            compile(machine, script);
        } finally {
            giveBack(machine, idle);
        }
    }

    private static void compile(LuaMachine machine, Script script) {
        String problem = machine.compile(script);
        if (problem != null) {
            throw new RedisException("ERR Error compiling script (new function): " + problem);
        }
    }

    /** Forgets all scripts. */
    public void flush() {
        scripts.flush();
        closeIdle();
    }

    /** Learns the functions of a library, which runs for that: on a thread of its own, as the caller's stack may be small. */
    private FunctionLibraries.Loaded load(FunctionLibrary library) {
        FutureTask<FunctionLibraries.Loaded> task = new FutureTask<>(() -> loadHere(library));
        Thread thread = new Thread(null, task, "resp-library", SlowLane.STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisException wrong) {
                throw new RedisException(String.valueOf(wrong.getMessage()));
            }
            throw new IllegalStateException("library=" + library.name(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisException("ERR the server stops");
        }
    }

    private FunctionLibraries.Loaded loadHere(FunctionLibrary library) {
        LuaMachine machine = take(idle);
        try {
            return new FunctionLibraries.Loaded(library, machine.load(library));
        } finally {
            giveBack(machine, idle);
        }
    }

    /**
     * What runs a script or a function for a client.
     *
     * @param client for whom its commands run
     * @param host what runs its commands
     * @param request the client's command
     * @param keys the keys that the client declared
     * @param arguments the other arguments
     */
    public record Run(
            NestedClient client, ScriptHost host, Request request, List<byte[]> keys, List<byte[]> arguments) {}

    /** Runs a script and writes its reply. Nobody is told of one that is brief: nobody could end it before it ends. */
    public void run(Script script, Run with, ReplyWriter reply) {
        if (script.habit().isBrief()) {
            RunningScript run = RunningScript.ofBrief(with.client, script.sha());
            run(script.isFrugal() ? idleFrugal : idle, with, run, (machine, work) -> run(script, machine, work, reply));
            return;
        }
        watch(with, script.sha(), false, (machine, work) -> run(script, machine, work, reply));
    }

    private static void run(Script script, LuaMachine machine, LuaMachine.Work work, ReplyWriter reply) {
        compile(machine, script);
        machine.run(script, work, reply);
    }

    /** Runs a function and writes its reply. */
    public void run(FunctionLibraries.Entry entry, Run with, ReplyWriter reply) {
        String name = entry.function().name();
        watch(with, name, true, (machine, work) -> {
            machine.load(entry.library());
            machine.run(entry.library(), name, work, reply);
        });
    }

    private interface Task {
        void run(LuaMachine machine, LuaMachine.Work work);
    }

    /** Runs what others may see and end meanwhile. */
    private void watch(Run with, String name, boolean isFunction, Task task) {
        RunningScript run = running.begin(with.client, new RunningScript.What(name, isFunction, with.request.copy()));
        try {
            run(idle, with, run, task);
        } finally {
            running.end(run);
        }
    }

    private void run(Queue<LuaMachine> machines, Run with, RunningScript run, Task task) {
        LuaMachine machine = take(machines);
        try {
            task.run(machine, new LuaMachine.Work(with.keys, with.arguments, with.host, run));
        } finally {
            giveBack(machine, machines);
        }
    }

    private LuaMachine take(Queue<LuaMachine> machines) {
        LuaMachine machine = machines.poll();
        if (machine != null) {
            return machine;
        }
        load();
        return new LuaMachine(MACHINE_BYTES_MAX, version, versionNumber, machines == idleFrugal);
    }

    private void giveBack(LuaMachine machine, Queue<LuaMachine> machines) {
        if (closed || machine.isSpent() || machines.size() >= MACHINES_KEPT) {
            machine.close();
        } else {
            machines.add(machine);
        }
    }

    private void load() {
        if (!loaded) {
            loadOnce();
        }
    }

    private synchronized void loadOnce() {
        if (loaded) {
            return;
        }
        String known = trouble;
        if (known == null) {
            try {
                Lua.load();
                loaded = true;
                return;
            } catch (LinkageError e) {
                known = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                trouble = known;
                LOG.warn("Scripts cannot run, as the native library of Lua cannot be loaded: {}", known);
            }
        }
        throw new RedisException("ERR Scripts cannot run on this node, as Lua could not be loaded: " + known);
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        close(idle);
        close(idleFrugal);
    }

    private static void close(Queue<LuaMachine> machines) {
        for (LuaMachine machine = machines.poll(); machine != null; machine = machines.poll()) {
            machine.close();
        }
    }
}
