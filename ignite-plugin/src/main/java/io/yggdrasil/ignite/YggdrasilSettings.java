package io.yggdrasil.ignite;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration after validation: what the node runs with.
 *
 * @param databases one binding a database, at its number
 * @param prefixes the prefix bindings of all databases
 */
record YggdrasilSettings(List<NamespaceBinding> databases, List<NamespaceBinding> prefixes) {
    static final int DATABASES = 16;

    YggdrasilSettings {
        databases = List.copyOf(databases);
        prefixes = List.copyOf(prefixes);
    }

    /** All bindings: the whole databases by number, then the prefixes. */
    List<NamespaceBinding> bindings() {
        return Stream.concat(databases.stream(), prefixes.stream()).toList();
    }

    /** The effective configuration, one line a binding. */
    @Override
    public String toString() {
        return bindings().stream().map(NamespaceBinding::toString).collect(Collectors.joining("\n"));
    }
}
