package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.wire.Latin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rules on commands of a selector in the making: which commands they leave allowed, and the rules themselves, which
 * are shown again. A rule takes the place of earlier ones on the same command or category, and on its subcommands.
 */
final class CommandRules {
    private final CommandTable table;
    private final long[] bits = new long[AllowedCommands.COMMANDS_MAX / Long.SIZE];
    private boolean all;
    private boolean future;
    private final Map<Integer, List<String>> firstArguments = new HashMap<>();
    private final List<String> rules = new ArrayList<>();

    /** Begins with no command allowed. */
    CommandRules(CommandTable table) {
        this.table = table;
    }

    AllowedCommands build() {
        return new AllowedCommands(bits.clone(), all, future, firstArguments, rules);
    }

    /** {@code +@all} or {@code -@all}. */
    void setAll(boolean allow) {
        Arrays.fill(bits, allow ? -1L : 0);
        all = allow;
        future = allow;
        firstArguments.clear();
        rules.clear();
    }

    /** Applies a rule that begins with a plus or a minus; it is neither {@code +@all} nor {@code -@all}. */
    void apply(String rule) {
        boolean allow = rule.charAt(0) == '+';
        String what = rule.substring(1);
        if (what.startsWith("@")) {
            change(category(what.substring(1)), allow);
            note(Latin.lower(what), allow);
        } else if (allow && what.indexOf('|') >= 0) {
            allowPart(what);
        } else {
            Command command = known(what);
            change(command, allow);
            note(command.fullName(), allow);
        }
    }

    /** Keeps a rule whose command this node does not know; another node does. */
    void keep(String rule) {
        note(rule.substring(1), rule.charAt(0) == '+');
    }

    /** A subcommand, or a command with a certain first argument. */
    private void allowPart(String what) {
        int bar = what.lastIndexOf('|');
        Command command = known(what.substring(0, bar));
        String part = what.substring(bar + 1);
        if (command.fullName().indexOf('|') >= 0) {
            throw RuleException.argumentOfSubcommand();
        }
        // Blanks and quotes: Redis takes them here and fails when it reads its own rules again.
        if (part.isEmpty() || Latin.hasBlanks(part) || part.indexOf('"') >= 0 || part.indexOf('\'') >= 0) {
            throw RuleException.syntax();
        }
        if (command.subcommands().isEmpty()) {
            List<String> words = firstArguments.computeIfAbsent(command.id(), id -> new ArrayList<>());
            String word = part.toUpperCase(Locale.ROOT);
            if (!words.contains(word)) {
                words.add(word);
            }
        } else {
            change(known(what), true);
        }
        note(Latin.lower(what), true);
    }

    private Command known(String name) {
        Command command = table.find(name);
        if (command == null) {
            throw RuleException.unknownCommand();
        }
        return command;
    }

    private static AclCategory category(String name) {
        AclCategory category = AclCategory.find(name);
        if (category == null) {
            throw RuleException.unknownCommand();
        }
        return category;
    }

    private void change(AclCategory category, boolean allow) {
        for (Command command : table.all()) {
            if (command.categories().contains(category)) {
                change(command, allow);
            }
            for (Command sub : command.subcommands().values()) {
                if (sub.categories().contains(category)) {
                    change(sub, allow);
                }
            }
        }
    }

    private void change(Command command, boolean allow) {
        set(command.id(), allow);
        firstArguments.remove(command.id());
        for (Command sub : command.subcommands().values()) {
            set(sub.id(), allow);
        }
    }

    private void set(int id, boolean allow) {
        if (id >= AllowedCommands.COMMANDS_MAX) {
            throw new IllegalStateException("command id=" + id);
        }
        if (allow) {
            bits[id >>> 6] |= 1L << id;
        } else {
            bits[id >>> 6] &= ~(1L << id);
            all = false;
        }
    }

    /** Adds a rule behind the others; those that it makes pointless go. */
    private void note(String name, boolean allow) {
        rules.removeIf(rule -> rule.regionMatches(1, name, 0, name.length())
                && (rule.length() == name.length() + 1 || rule.charAt(name.length() + 1) == '|'));
        rules.add((allow ? "+" : "-") + name);
    }

    /** Takes the rules of a selector that there is. */
    void copy(AllowedCommands from) {
        setAll(from.base().charAt(0) == '+');
        for (String rule : from.rules()) {
            applyKept(rule);
        }
    }

    /** As {@link #apply}, of a rule that was valid where it was set. */
    void applyKept(String rule) {
        try {
            apply(rule);
        } catch (RuleException e) {
            keep(rule);
        }
    }
}
