package io.yggdrasil.ignite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs at one moment, by database number and key prefix. Immutable, replaced as a whole. */
final class NamespaceView {
    /** The running namespace of each binding. */
    private final @Nullable Namespace[] byBinding;

    /** The running whole-database namespace of each number, in the present order. */
    private final @Nullable Namespace[] databases;

    /** The prefixes of each number, in the present order. */
    private final PrefixTable[] prefixes;

    /**
     * @param byBinding the running namespaces; the bindings of whole databases come first, by configured number
     * @param configuredPrefixes prefixes by configured number
     * @param order the configured number that a number stands for
     */
    NamespaceView(@Nullable Namespace[] byBinding, PrefixTable[] configuredPrefixes, List<Integer> order) {
        this.byBinding = byBinding.clone();
        databases = new Namespace[configuredPrefixes.length];
        prefixes = new PrefixTable[configuredPrefixes.length];
        for (int number = 0; number < prefixes.length; number++) {
            int configured = order.get(number);
            databases[number] = byBinding[configured];
            prefixes[number] = configuredPrefixes[configured];
        }
    }

    @Nullable
    Namespace database(int number) {
        return databases[number];
    }

    @Nullable
    Namespace of(int number, byte[] key, int offset, int length) {
        int binding = prefixes[number].match(key, offset, length);
        return binding == PrefixTable.NONE ? databases[number] : byBinding[binding];
    }

    List<Namespace> prefixes(int number) {
        PrefixTable table = prefixes[number];
        List<Namespace> running = new ArrayList<>(table.size());
        for (int at = 0; at < table.size(); at++) {
            Namespace namespace = byBinding[table.binding(at)];
            if (namespace != null) {
                running.add(namespace);
            }
        }
        return running;
    }
}
