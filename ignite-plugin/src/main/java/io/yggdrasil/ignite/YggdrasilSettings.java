package io.yggdrasil.ignite;

import io.yggdrasil.ignite.eviction.EvictionSettings;
import io.yggdrasil.ignite.region.RegionDeclaration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration after validation: what the node runs with.
 *
 * @param defaults the policy of databases that are not configured
 * @param databases one binding a database, at its number
 * @param prefixes the prefix bindings of all databases
 * @param regions data regions that the node is to have besides its own
 * @param eviction how the node evicts, to begin with
 */
record YggdrasilSettings(
        NamespacePolicy defaults,
        List<NamespaceBinding> databases,
        List<NamespaceBinding> prefixes,
        List<RegionDeclaration> regions,
        EvictionSettings eviction) {
    static final int DATABASES = 16;

    YggdrasilSettings {
        databases = List.copyOf(databases);
        prefixes = List.copyOf(prefixes);
        regions = List.copyOf(regions);
    }

    /** All bindings: the whole databases by number, then the prefixes. */
    List<NamespaceBinding> bindings() {
        return Stream.concat(databases.stream(), prefixes.stream()).toList();
    }

    /** Whether nothing differs from what a plugin without settings has. */
    boolean isStandard() {
        return prefixes.isEmpty()
                && defaults.equals(NamespacePolicy.DEFAULT)
                && databases.stream().allMatch(binding -> binding.policy().equals(defaults));
    }

    /** The effective configuration: the defaults, then a line for each binding that differs or has a prefix. */
    @Override
    public String toString() {
        return Stream.concat(
                        Stream.of("db0 to db" + (DATABASES - 1) + " unless below: " + defaults),
                        bindings().stream()
                                .filter(binding ->
                                        binding.isPrefix() || !binding.policy().equals(defaults))
                                .map(NamespaceBinding::toString))
                .collect(Collectors.joining("\n  "));
    }
}
