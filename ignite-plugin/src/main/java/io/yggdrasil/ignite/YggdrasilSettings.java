package io.yggdrasil.ignite;

import java.util.List;

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

    /** The effective configuration, a line a binding that differs from its database's defaults or has a prefix. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (NamespaceBinding binding : databases) {
            text.append(binding).append('\n');
        }
        for (NamespaceBinding binding : prefixes) {
            text.append(binding).append('\n');
        }
        return text.toString();
    }
}
