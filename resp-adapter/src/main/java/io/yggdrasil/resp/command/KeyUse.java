package io.yggdrasil.resp.command;

import io.yggdrasil.resp.command.KeySpec.Flag;
import io.yggdrasil.resp.wire.Request;
import java.util.EnumSet;
import java.util.Set;

/** What a request does with which keys, as COMMAND GETKEYSANDFLAGS tells it and users need rights to. */
public final class KeyUse {
    private static final Set<Flag> REPLACES = EnumSet.of(Flag.OW, Flag.UPDATE);
    private static final Set<Flag> READS = EnumSet.of(Flag.RO, Flag.ACCESS);
    private static final Set<Flag> READS_AND_WRITES = EnumSet.of(Flag.RW, Flag.ACCESS, Flag.UPDATE);

    private KeyUse() {}

    /** Whether requests of the command may have keys. */
    public static boolean hasKeys(Command command) {
        for (KeySpec spec : command.keySpecs()) {
            if (!spec.flags().contains(Flag.NOT_KEY)) {
                return true;
            }
        }
        return false;
    }

    /** The keys; none when a spec does not fit the arguments. Only keys behind a keyword may be left out. */
    public static KeyPositions positions(Command command, Request request) {
        KeyPositions keys = new KeyPositions();
        for (KeySpec spec : command.keySpecs()) {
            if (!spec.flags().contains(Flag.NOT_KEY)) {
                int before = keys.count();
                spec.collect(request, keys);
                if (keys.count() == before && spec.keyword() == null && spec.finder() == null) {
                    return new KeyPositions();
                }
            }
        }
        return keys;
    }

    /** What happens to the keys of a spec. With SET and BITFIELD that depends on the arguments. */
    public static Set<Flag> flags(Command command, Request request, KeySpec spec) {
        if (!spec.flags().contains(Flag.VARIABLE_FLAGS)) {
            return spec.flags();
        }
        return switch (command.fullName()) {
            case "set" -> isSetReading(request) ? READS_AND_WRITES : REPLACES;
            case "bitfield" -> isBitfieldWriting(request) ? READS_AND_WRITES : READS;
            default -> spec.flags();
        };
    }

    private static boolean isSetReading(Request request) {
        for (int i = 3; i < request.count(); i++) {
            if (request.is(i, "GET")) {
                return true;
            }
        }
        return false;
    }

    /** What is no valid request counts as writing. */
    private static boolean isBitfieldWriting(Request request) {
        int i = 2;
        while (i < request.count()) {
            int left = request.count() - i - 1;
            if (request.is(i, "GET") && left >= 2) {
                i += 3;
            } else if (request.is(i, "OVERFLOW") && left >= 1) {
                i += 2;
            } else {
                return true;
            }
        }
        return false;
    }
}
