package io.yggdrasil.resp.script;

import io.yggdrasil.tier.hot.KeyHash;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of all nodes by their names, and as this node has read them: by their bodies as well, which saves EVAL
 * their names' digests. Threads: any.
 */
final class KnownScripts {
    private static final int EVALUATED_MAX = 500;
    private static final int PARSED_MAX = 10_000;

    private final Consumer<Script> check;
    private final Map<String, Script> parsed = new ConcurrentHashMap<>();
    private final Map<Body, Script> bodies = new ConcurrentHashMap<>();
    private final Queue<String> evaluated = new ConcurrentLinkedQueue<>();
    private final AtomicInteger evaluatedCount = new AtomicInteger();
    private volatile Predicate<String> quickCommands = name -> false;
    private volatile ScriptStore store;

    /** Makes those of a store; {@code check} throws what is wrong with a script that does not compile. */
    KnownScripts(ScriptStore store, Consumer<Script> check) {
        this.store = store;
        this.check = check;
    }

    /** A part of an array, by its contents. */
    private record Body(byte[] array, int offset, int length, int hash) {
        static Body of(byte[] array, int offset, int length) {
            long hash = KeyHash.hash(0, array, offset, length);
            return new Body(array, offset, length, (int) (hash ^ hash >>> 32));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Body body
                    && hash == body.hash
                    && Arrays.equals(
                            array, offset, offset + length, body.array, body.offset, body.offset + body.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    void store(ScriptStore kept) {
        store = kept;
    }

    /** Says which commands take no longer than an event loop may: see {@link Script#of}. */
    void quickCommands(Predicate<String> quick) {
        quickCommands = quick;
    }

    int count() {
        return store.scripts().size();
    }

    long bytes() {
        return store.scripts().values().stream().mapToLong(body -> body.length).sum();
    }

    /** The script of this name, in any case; null when it is not known. */
    @Nullable
    Script find(String sha) {
        String name = sha.toLowerCase(Locale.ROOT);
        byte[] body = store.script(name);
        return body == null ? null : parse(name, body);
    }

    /** The script of this body; null when it was not run yet, or long ago. */
    @Nullable
    Script find(byte[] array, int offset, int length) {
        Script known = bodies.get(Body.of(array, offset, length));
        return known == null || store.script(known.sha()) == null ? null : known;
    }

    private Script parse(String name, byte[] body) {
        Script known = parsed.get(name);
        if (known != null) {
            return known;
        }
        Script script = Script.of(body, quickCommands);
        if (parsed.size() < PARSED_MAX) {
            parsed.put(name, script);
            bodies.put(Body.of(script.body(), 0, script.body().length), script);
        }
        return script;
    }

    /** Makes a script known for good; an error that tells what is wrong with it if it does not compile. */
    Script load(byte[] body) {
        String sha = Script.sha(body);
        Script script = parse(sha, body);
        if (store.script(sha) == null) {
            check.accept(script);
            store.addScript(sha, body);
        }
        evaluated.remove(sha);
        return script;
    }

    /** As {@link #load(byte[])}, for a script that is run: of such ones the first are forgotten when they become many. */
    Script evaluate(byte[] array, int offset, int length) {
        Script known = find(array, offset, length);
        return known == null ? evaluate(Arrays.copyOfRange(array, offset, offset + length)) : known;
    }

    private Script evaluate(byte[] body) {
        String sha = Script.sha(body);
        Script script = parse(sha, body);
        if (store.script(sha) == null) {
            check.accept(script);
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
            forget(parsed.remove(first));
        }
    }

    private void forget(@Nullable Script script) {
        if (script != null) {
            bodies.remove(Body.of(script.body(), 0, script.body().length));
        }
    }

    /** Forgets all scripts. */
    void flush() {
        store.dropScripts();
        parsed.clear();
        bodies.clear();
        evaluated.clear();
        evaluatedCount.set(0);
    }
}
