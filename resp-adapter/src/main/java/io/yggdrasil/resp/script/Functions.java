package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.RedisException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The libraries of functions of all nodes: what is there, and how it is changed. Threads: any. */
public final class Functions {
    private static final int ATTEMPTS_MAX = 64;

    private final Function<FunctionLibrary, FunctionLibraries.Loaded> loader;
    private volatile ScriptStore store;
    private volatile FunctionLibraries known = FunctionLibraries.NONE;

    /** What becomes of libraries that are there already when others are restored. */
    public enum Policy {
        APPEND,
        REPLACE,
        FLUSH
    }

    /** Makes the functions of a store; {@code loader} runs a library to learn its functions. */
    Functions(ScriptStore store, Function<FunctionLibrary, FunctionLibraries.Loaded> loader) {
        this.store = store;
        this.loader = loader;
    }

    void store(ScriptStore next) {
        store = next;
    }

    /** What is there now. */
    public FunctionLibraries current() {
        FunctionLibraries mine = known;
        String text = store.libraries();
        if (text == null || text.equals(mine.text())) {
            return mine;
        }
        FunctionLibraries next = FunctionLibraries.parse(text, library -> loaded(mine, library));
        known = next;
        return next;
    }

    private FunctionLibraries.Loaded loaded(FunctionLibraries before, FunctionLibrary library) {
        FunctionLibraries.Loaded same = before.libraries().get(library.name());
        return same != null && same.library().sha().equals(library.sha()) ? same : loader.apply(library);
    }

    /** Adds a library; returns its name. */
    public String load(byte[] code, boolean replace) {
        FunctionLibrary library = FunctionLibrary.of(code);
        FunctionLibraries.Loaded[] loaded = new FunctionLibraries.Loaded[1];
        change(libraries -> {
            if (!replace && libraries.containsKey(library.name())) {
                throw new RedisException("ERR Library '" + library.name() + "' already exists");
            }
            if (loaded[0] == null) {
                loaded[0] = loader.apply(library);
            }
            libraries.remove(library.name());
            libraries.put(library.name(), loaded[0]);
            return libraries;
        });
        return library.name();
    }

    /** Removes a library. */
    public void delete(String name) {
        change(libraries -> {
            if (libraries.remove(name) == null) {
                throw new RedisException("ERR Library not found");
            }
            return libraries;
        });
    }

    /** Removes all libraries. */
    public void flush() {
        if (!current().libraries().isEmpty()) {
            change(libraries -> new LinkedHashMap<>());
        }
    }

    /** Adds libraries by their codes, all or none. */
    public void restore(List<byte[]> codes, Policy policy) {
        Map<String, FunctionLibraries.Loaded> restored = new LinkedHashMap<>();
        for (byte[] code : codes) {
            FunctionLibrary library = FunctionLibrary.of(code);
            if (restored.put(library.name(), loader.apply(library)) != null) {
                throw new RedisException("ERR Library '" + library.name() + "' already exists");
            }
        }
        change(libraries -> {
            if (policy == Policy.FLUSH) {
                libraries.clear();
            }
            for (String name : restored.keySet()) {
                if (policy == Policy.APPEND && libraries.containsKey(name)) {
                    throw new RedisException("ERR Library " + name + " already exists");
                }
            }
            libraries.putAll(restored);
            return libraries;
        });
    }

    private void change(UnaryOperator<Map<String, FunctionLibraries.Loaded>> change) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            FunctionLibraries before = current();
            FunctionLibraries after = before.with(change.apply(new LinkedHashMap<>(before.libraries())));
            if (store.replaceLibraries(before.text(), String.valueOf(after.text()))) {
                known = after;
                return;
            }
        }
        throw new RedisException("TRYAGAIN other nodes change the functions all the time");
    }

    /** The function of this name; null when there is none. */
    public FunctionLibraries.@Nullable Entry find(String name) {
        return current().function(name);
    }

    /** As {@link #find}, but does not look whether other nodes have changed it, and so never waits. */
    public FunctionLibraries.@Nullable Entry recall(String name) {
        return known.function(name);
    }
}
