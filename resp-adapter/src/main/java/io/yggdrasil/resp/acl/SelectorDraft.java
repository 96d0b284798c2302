package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.wire.Latin;
import java.util.ArrayList;
import java.util.List;

/** A selector in the making: rules are applied one by one, as ACL SETUSER does. */
final class SelectorDraft {
    private static final String ALL_COMMANDS = "+@all";
    private static final String NO_COMMANDS = "-@all";

    private final CommandRules commands;
    private final List<KeyPattern> keys = new ArrayList<>();
    private final List<String> channels = new ArrayList<>();
    private boolean allKeys;
    private boolean allChannels;

    /** Begins with nothing allowed, but all channels if {@code allChannels}. */
    SelectorDraft(CommandTable table, boolean allChannels) {
        this.commands = new CommandRules(table);
        this.allChannels = allChannels;
    }

    /** Begins with what a selector allows. */
    SelectorDraft(CommandTable table, Selector from) {
        this(table, from.hasAllChannels());
        allKeys = from.hasAllKeys();
        keys.addAll(from.keyPatterns());
        channels.addAll(from.channelPatterns());
        commands.copy(from.commands());
    }

    Selector build() {
        return new Selector(commands.build(), allKeys, keys, allChannels, channels);
    }

    /** Applies a rule. */
    void apply(String rule) {
        switch (Latin.lower(word(rule))) {
            case "allkeys", "~*" -> allowKeys(true);
            case "resetkeys" -> allowKeys(false);
            case "allchannels", "&*" -> allowChannels(true);
            case "resetchannels" -> allowChannels(false);
            case "allcommands", ALL_COMMANDS -> commands.setAll(true);
            case "nocommands", NO_COMMANDS -> commands.setAll(false);
            default -> applyLonger(rule);
        }
    }

    /** As {@link #apply}, of a rule that was valid where it was set: commands may be unknown here. */
    void applyKept(String rule) {
        boolean ofCommand = rule.startsWith("+") || rule.startsWith("-");
        if (ofCommand && !rule.equals(ALL_COMMANDS) && !rule.equals(NO_COMMANDS)) {
            commands.applyKept(rule);
        } else {
            apply(rule);
        }
    }

    private void applyLonger(String rule) {
        if (rule.isEmpty()) {
            throw RuleException.syntax();
        }
        switch (rule.charAt(0)) {
            case '~' -> addKeys(rule.substring(1), true, true);
            case '%' -> addKeys(rule);
            case '&' -> addChannels(rule.substring(1));
            case '+', '-' -> commands.apply(word(rule));
            default -> throw RuleException.syntax();
        }
    }

    /** Redis takes words to end at a zero byte. */
    static String word(String rule) {
        int zero = rule.indexOf(0);
        return zero < 0 ? rule : rule.substring(0, zero);
    }

    private void allowKeys(boolean all) {
        allKeys = all;
        keys.clear();
    }

    private void allowChannels(boolean all) {
        allChannels = all;
        channels.clear();
    }

    /** {@code %R~pattern}, {@code %W~pattern}, {@code %RW~pattern}. */
    private void addKeys(String rule) {
        boolean reads = false;
        boolean writes = false;
        int at = 1;
        while (at < rule.length()) {
            char c = rule.charAt(at++);
            if ((c == 'R' || c == 'r') && !reads) {
                reads = true;
            } else if ((c == 'W' || c == 'w') && !writes) {
                writes = true;
            } else if (c == '~' && (reads || writes)) {
                break;
            } else {
                requireNotAllKeys();
                throw RuleException.syntax();
            }
        }
        addKeys(rule.substring(at), reads, writes);
    }

    private void requireNotAllKeys() {
        if (allKeys) {
            throw RuleException.keysBehindAll();
        }
    }

    private void addKeys(String pattern, boolean reads, boolean writes) {
        requireNotAllKeys();
        if (Latin.hasBlanks(pattern) || !(reads || writes)) {
            throw RuleException.syntax();
        }
        for (int i = 0; i < keys.size(); i++) {
            KeyPattern known = keys.get(i);
            if (known.text().equals(pattern)) {
                keys.set(i, KeyPattern.of(pattern, reads || known.reads(), writes || known.writes()));
                return;
            }
        }
        keys.add(KeyPattern.of(pattern, reads, writes));
    }

    private void addChannels(String pattern) {
        if (allChannels) {
            throw RuleException.channelsBehindAll();
        }
        if (Latin.hasBlanks(pattern)) {
            throw RuleException.syntax();
        }
        if (!channels.contains(pattern)) {
            channels.add(pattern);
        }
    }
}
