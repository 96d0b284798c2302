package io.yggdrasil.resp.script;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps scripts in the memory of this process: for a server without a grid. */
final class LocalScriptStore implements ScriptStore {
    private final Map<String, byte[]> scripts = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> libraries = new AtomicReference<>();

    @Override
    public byte @Nullable [] script(String sha) {
        return scripts.get(sha);
    }

    @Override
    public void addScript(String sha, byte[] body) {
        scripts.put(sha, body);
    }

    @Override
    public void dropScript(String sha) {
        scripts.remove(sha);
    }

    @Override
    public void dropScripts() {
        scripts.clear();
    }

    @Override
    public Map<String, byte[]> scripts() {
        return scripts;
    }

    @Override
    public @Nullable String libraries() {
        return libraries.get();
    }

    @Override
    public boolean replaceLibraries(@Nullable String before, String after) {
        String now = libraries.get();
        return Objects.equals(now, before) && libraries.compareAndSet(now, after);
    }
}
