package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.wire.Request;
import java.util.List;
import java.util.Map;

/** The commands that a selector allows: a bit for each by its {@link Command#id}. Immutable. */
final class AllowedCommands {
    /** Most commands that have a bit; as in Redis, what is beyond is allowed by {@code +@all} only. */
    static final int COMMANDS_MAX = 1024;

    private final long[] bits;
    private final boolean all;
    private final boolean future;
    private final Map<Integer, List<String>> firstArguments;
    private final List<String> rules;

    /**
     * Makes the set.
     *
     * @param bits a bit for each command; belongs to this from now on
     * @param all whether every command is allowed without a look at the bits
     * @param future whether the rules begin with {@code +@all}
     * @param firstArguments first arguments, in capital letters, that commands without a bit are allowed with
     * @param rules the rules behind {@code +@all} or {@code -@all}, in order
     */
    AllowedCommands(
            long[] bits, boolean all, boolean future, Map<Integer, List<String>> firstArguments, List<String> rules) {
        this.bits = bits;
        this.all = all;
        this.future = future;
        this.firstArguments = Map.copyOf(firstArguments);
        this.rules = List.copyOf(rules);
    }

    boolean areAll() {
        return all;
    }

    boolean allow(Command command, Request request) {
        return all
                || has(command.id())
                || command.has(CommandFlag.NO_AUTH)
                || (!firstArguments.isEmpty() && allowsArgument(command, request));
    }

    private boolean has(int id) {
        return id < COMMANDS_MAX && (bits[id >>> 6] & 1L << id) != 0;
    }

    private boolean allowsArgument(Command command, Request request) {
        List<String> words = firstArguments.get(command.id());
        return words != null && request.count() > 1 && words.stream().anyMatch(word -> request.is(1, word));
    }

    /** The first of the rules: all commands or none. */
    String base() {
        return future ? "+@all" : "-@all";
    }

    /** The rules behind the first. */
    List<String> rules() {
        return rules;
    }

    /** All rules in one line. */
    String shown() {
        return rules.isEmpty() ? base() : base() + " " + String.join(" ", rules);
    }
}
