package io.yggdrasil.ignite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which namespaces are in which data region, in words: {@code db0 to db2, db4 to db15, users}. */
final class RegionNamespaces {
    private RegionNamespaces() {}

    /** The words by the name of the region. Regions without namespaces are left out. */
    static Map<String, String> of(YggdrasilSettings settings, Regions regions) {
        Map<String, List<NamespaceBinding>> bindings = new LinkedHashMap<>();
        for (NamespaceBinding binding : settings.bindings()) {
            bindings.computeIfAbsent(regions.resolve(binding.policy().dataRegion()), any -> new ArrayList<>())
                    .add(binding);
        }
        Map<String, String> words = new LinkedHashMap<>();
        bindings.forEach((region, all) -> words.put(region, words(all)));
        return words;
    }

    private static String words(List<NamespaceBinding> bindings) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < bindings.size(); i++) {
            int first = i;
            while (i + 1 < bindings.size() && isNext(bindings.get(i), bindings.get(i + 1))) {
                i++;
            }
            String name = bindings.get(first).name();
            words.add(i == first ? name : name + " to " + bindings.get(i).name());
        }
        return String.join(", ", words);
    }

    private static boolean isNext(NamespaceBinding one, NamespaceBinding other) {
        return !one.isPrefix() && !other.isPrefix() && other.database() == one.database() + 1;
    }
}
