package io.yggdrasil.ignite;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The prefixes of one database, longest first, so that the first match is the longest. Immutable. */
final class PrefixTable {
    static final int NONE = -1;

    private final byte[][] prefixes;

    /** Number of each prefix's binding. */
    private final int[] bindings;

    private PrefixTable(byte[][] prefixes, int[] bindings) {
        this.prefixes = prefixes;
        this.bindings = bindings;
    }

    /** The prefixes that {@code all} has for {@code database}. */
    static PrefixTable of(List<NamespaceBinding> all, int database) {
        List<Integer> matching = new ArrayList<>();
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index).isPrefix() && all.get(index).database() == database) {
                matching.add(index);
            }
        }
        matching.sort(Comparator.comparing((Integer index) -> utf8(all.get(index)).length)
                .reversed());
        return new PrefixTable(
                matching.stream().map(index -> utf8(all.get(index))).toArray(byte[][]::new),
                matching.stream().mapToInt(Integer::intValue).toArray());
    }

    int size() {
        return bindings.length;
    }

    /** The binding of the {@code at}-th prefix. */
    int binding(int at) {
        return bindings[at];
    }

    /** The binding of the longest prefix of the key, or {@link #NONE}. */
    int match(byte[] key, int offset, int length) {
        for (int at = 0; at < prefixes.length; at++) {
            byte[] prefix = prefixes[at];
            if (prefix.length <= length
                    && Arrays.equals(key, offset, offset + prefix.length, prefix, 0, prefix.length)) {
                return bindings[at];
            }
        }
        return NONE;
    }

    private static byte[] utf8(NamespaceBinding binding) {
        return binding.prefix().getBytes(StandardCharsets.UTF_8);
    }
}
