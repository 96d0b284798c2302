package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.ScriptHabit;
import io.yggdrasil.resp.rdb.FunctionsPayload;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All libraries of functions as they stand at one time. Immutable; a change makes a new one of the next version. */
public final class FunctionLibraries {
    /** None. */
    static final FunctionLibraries NONE = new FunctionLibraries(null, 0, Map.of());

    private final @Nullable String text;
    private final long version;
    private final Map<String, Loaded> libraries;
    private final Map<String, Entry> functions = new LinkedHashMap<>();

    /**
     * A library and its functions.
     *
     * @param library its source
     * @param functions what it has registered
     */
    public record Loaded(FunctionLibrary library, List<LibraryFunction> functions) {}

    /**
     * A function with its library.
     *
     * @param library where it is from
     * @param function what it is
     * @param habit what its calls have shown of it
     */
    public record Entry(FunctionLibrary library, LibraryFunction function, ScriptHabit habit) {
        Entry(FunctionLibrary library, LibraryFunction function) {
            this(library, function, new ScriptHabit(false));
        }
    }

    private FunctionLibraries(@Nullable String text, long version, Map<String, Loaded> libraries) {
        this.text = text;
        this.version = version;
        this.libraries = libraries;
        for (Loaded loaded : libraries.values()) {
            for (LibraryFunction function : loaded.functions) {
                if (functions.put(lower(function.name()), new Entry(loaded.library, function)) != null) {
                    throw new RedisException("ERR Function " + function.name() + " already exists");
                }
            }
        }
    }

    /** Functions are found whatever the case of their letters. */
    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Reads what a store keeps; {@code loader} finds the functions of a library. */
    static FunctionLibraries parse(String text, Function<FunctionLibrary, Loaded> loader) {
        byte[] payload = text.substring(text.indexOf(':') + 1).getBytes(StandardCharsets.ISO_8859_1);
        Map<String, Loaded> libraries = new LinkedHashMap<>();
        for (byte[] code : FunctionsPayload.read(payload, payload.length)) {
            FunctionLibrary library = FunctionLibrary.of(code);
            libraries.put(library.name(), loader.apply(library));
        }
        return new FunctionLibraries(text, ScriptStore.versionOf(text), libraries);
    }

    /** The libraries with others in the place of these. An error when two functions have one name. */
    FunctionLibraries with(Map<String, Loaded> others) {
        long next = version + 1;
        byte[] payload = FunctionsPayload.write(codes(others.values()));
        return new FunctionLibraries(
                next + ":" + new String(payload, StandardCharsets.ISO_8859_1), next, new LinkedHashMap<>(others));
    }

    private static List<byte[]> codes(Collection<Loaded> libraries) {
        return libraries.stream().map(loaded -> loaded.library.code()).toList();
    }

    /** What a store keeps; null when there never was one. */
    @Nullable
    String text() {
        return text;
    }

    /** The libraries by name. */
    public Map<String, Loaded> libraries() {
        return libraries;
    }

    /** The function of this name; null when there is none. */
    public @Nullable Entry function(String name) {
        return functions.get(lower(name));
    }

    /** Number of functions. */
    public int functionCount() {
        return functions.size();
    }

    /** What FUNCTION DUMP answers. */
    public byte[] dump() {
        return FunctionsPayload.seal(FunctionsPayload.write(codes(libraries.values())));
    }

    /** Bytes of code. */
    long bytes() {
        return libraries.values().stream()
                .mapToLong(loaded -> loaded.library.code().length)
                .sum();
    }
}
