package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.dispatch.SlowLane;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final int EVALUATED_MAX = 500;
    private static final int PARSED_MAX = 10_000;

    private final Map<String, Script> parsed = new ConcurrentHashMap<>();
    private final Queue<String> evaluated = new ConcurrentLinkedQueue<>();
    private final AtomicInteger evaluatedCount = new AtomicInteger();
    private volatile ScriptStore store = new LocalScriptStore();
    private final Functions functions = new Functions(store, this::load);
    private final Queue<LuaMachine> idle = new ConcurrentLinkedQueue<>();
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
        store = kept;
        functions.store(kept);
    }

    /** The libraries of functions. */
    public Functions functions() {
        return functions;
    }

    /** Number of scripts that are known. */
    public int scriptCount() {
        return store.scripts().size();
    }

    /** Bytes of the scripts that are known. */
    public long scriptBytes() {
        return store.scripts().values().stream().mapToLong(body -> body.length).sum();
    }

    /** Bytes of the libraries of functions. */
    public long functionBytes() {
        return functions.current().bytes();
    }

    /** Bytes that the interpreters take which run nothing now. */
    public long machineBytes() {
        return idle.stream().mapToLong(LuaMachine::bytes).sum();
    }

    /** The script of this name, in any case; null when it is not known. */
    public @Nullable Script find(String sha) {
        String name = sha.toLowerCase(Locale.ROOT);
        byte[] body = store.script(name);
        return body == null ? null : parse(name, body);
    }

    private Script parse(String name, byte[] body) {
        Script known = parsed.get(name);
        if (known != null) {
            return known;
        }
        Script script = Script.of(body);
        if (parsed.size() < PARSED_MAX) {
            parsed.put(name, script);
        }
        return script;
    }

    /** Makes a script known for good; an error that tells what is wrong with it if it does not compile. */
    public Script load(byte[] body) {
        String sha = Script.sha(body);
        Script script = parse(sha, body);
        if (store.script(sha) == null) {
            check(script);
            store.addScript(sha, body);
        }
        evaluated.remove(sha);
        return script;
    }

    /** As {@link #load(byte[])}, for a script that is run: of such ones the first are forgotten when they become many. */
    public Script evaluate(byte[] body) {
        String sha = Script.sha(body);
        Script script = parse(sha, body);
        if (store.script(sha) == null) {
            check(script);
            store.addScript(sha, body);
            evaluated.add(sha);
            if (evaluatedCount.incrementAndGet() > EVALUATED_MAX) {
                forgetFirst();
            }
        }
        return script;
    }

    private void forgetFirst() {
        String first = evaluated.poll();
        evaluatedCount.decrementAndGet();
        if (first != null) {
            store.dropScript(first);
            parsed.remove(first);
        }
    }

    private void check(Script script) {
        LuaMachine machine = take();
        try {
            compile(machine, script);
        } finally {
            giveBack(machine);
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
        store.dropScripts();
        parsed.clear();
        evaluated.clear();
        evaluatedCount.set(0);
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
        LuaMachine machine = take();
        try {
            return new FunctionLibraries.Loaded(library, machine.load(library));
        } finally {
            giveBack(machine);
        }
    }

    /**
     * What runs a script or a function for a client.
     *
     * @param client for whom its commands run
     * @param host what runs its commands
     * @param request the client's command, word by word
     * @param keys the keys that the client declared
     * @param arguments the other arguments
     */
    public record Run(
            NestedClient client, ScriptHost host, List<byte[]> request, List<byte[]> keys, List<byte[]> arguments) {}

    /** Runs a script and writes its reply. */
    public void run(Script script, Run with, ReplyWriter reply) {
        run(with, new RunningScript.What(script.sha(), false, with.request), (machine, work) -> {
            compile(machine, script);
            machine.run(script, work, reply);
        });
    }

    /** Runs a function and writes its reply. */
    public void run(FunctionLibraries.Entry entry, Run with, ReplyWriter reply) {
        String name = entry.function().name();
        run(with, new RunningScript.What(name, true, with.request), (machine, work) -> {
            machine.load(entry.library());
            machine.run(entry.library(), name, work, reply);
        });
    }

    private interface Task {
        void run(LuaMachine machine, LuaMachine.Work work);
    }

    private void run(Run with, RunningScript.What what, Task task) {
        LuaMachine machine = take();
        RunningScript run = running.begin(with.client, what);
        try {
            task.run(machine, new LuaMachine.Work(with.keys, with.arguments, with.host, run));
        } finally {
            running.end(run);
            giveBack(machine);
        }
    }

    private LuaMachine take() {
        LuaMachine machine = idle.poll();
        if (machine != null) {
            return machine;
        }
        load();
        return new LuaMachine(MACHINE_BYTES_MAX, version, versionNumber);
    }

    private void giveBack(LuaMachine machine) {
        if (closed || machine.isSpent() || idle.size() >= MACHINES_KEPT) {
            machine.close();
        } else {
            idle.add(machine);
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
        for (LuaMachine machine = idle.poll(); machine != null; machine = idle.poll()) {
            machine.close();
        }
    }
}
