package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.wire.Latin;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user in the making: rules are applied one by one, as ACL SETUSER does. A rule that fails changes nothing. */
public final class UserDraft {
    private final CommandTable table;
    private final boolean allChannels;
    private boolean enabled;
    private boolean passwordless;
    private boolean unsanitized;
    private final List<String> passwords = new ArrayList<>();
    private SelectorDraft root;
    private final List<Selector> others = new ArrayList<>();

    /**
     * Begins with a new user, which may nothing.
     *
     * @param allChannels whether new users and selectors have all channels ({@code acl-pubsub-default})
     */
    public UserDraft(CommandTable table, boolean allChannels) {
        this.table = table;
        this.allChannels = allChannels;
        this.root = new SelectorDraft(table, allChannels);
    }

    /** Begins with a user as it is; null: with a new one. */
    public UserDraft(CommandTable table, boolean allChannels, @Nullable User from) {
        this(table, allChannels);
        if (from != null) {
            enabled = from.isEnabled();
            passwordless = from.isPasswordless();
            unsanitized = from.isUnsanitized();
            passwords.addAll(from.passwords());
            root = new SelectorDraft(table, from.selectors().get(0));
            others.addAll(from.selectors().subList(1, from.selectors().size()));
        }
    }

    /** The user with the rules so far. */
    public User build(String name) {
        List<Selector> selectors = new ArrayList<>();
        selectors.add(root.build());
        selectors.addAll(others);
        return new User(name, enabled, passwordless, unsanitized, passwords, selectors);
    }

    /**
     * Applies a rule, one character a byte.
     *
     * @throws RuleException with Redis's text
     */
    public void apply(String rule) {
        if (rule.isEmpty()) {
            return;
        }
        switch (Latin.lower(SelectorDraft.word(rule))) {
            case "on" -> enabled = true;
            case "off" -> enabled = false;
            case "skip-sanitize-payload" -> unsanitized = true;
            case "sanitize-payload" -> unsanitized = false;
            case "nopass" -> forgetPasswords(true);
            case "resetpass" -> forgetPasswords(false);
            case "clearselectors" -> others.clear();
            case "reset" -> reset();
            default -> applyLonger(rule);
        }
    }

    private void applyLonger(String rule) {
        switch (rule.charAt(0)) {
            case '>', '#' -> addPassword(hash(rule));
            case '<', '!' -> removePassword(hash(rule));
            case '(' -> {
                if (!rule.endsWith(")")) {
                    throw RuleException.syntax();
                }
                others.add(selector(rule.substring(1, rule.length() - 1)));
            }
            default -> root.apply(rule);
        }
    }

    private void forgetPasswords(boolean any) {
        passwordless = any;
        passwords.clear();
    }

    private void reset() {
        forgetPasswords(false);
        enabled = false;
        unsanitized = false;
        root = new SelectorDraft(table, allChannels);
        others.clear();
    }

    private static String hash(String rule) {
        String rest = rule.substring(1);
        if (rule.charAt(0) == '>' || rule.charAt(0) == '<') {
            return PasswordHash.of(Latin.bytes(rest));
        }
        if (!PasswordHash.isOne(rest)) {
            throw RuleException.badHash();
        }
        return rest;
    }

    private void addPassword(String hash) {
        if (!passwords.contains(hash)) {
            passwords.add(hash);
        }
        passwordless = false;
    }

    private void removePassword(String hash) {
        if (!passwords.remove(hash)) {
            throw RuleException.noSuchPassword();
        }
    }

    /** Its rules are split as an inline command is; as in Redis, one with open quotes is empty. */
    private Selector selector(String rules) {
        SelectorDraft draft = new SelectorDraft(table, allChannels);
        byte[] bytes = Latin.bytes(SelectorDraft.word(rules));
        Request words = Request.split(bytes);
        for (int i = 0; words != null && i < words.count(); i++) {
            draft.apply(Latin.of(words, i));
        }
        return draft.build();
    }

    /** Applies rules that {@link User#kept} gave, to a draft without channels. */
    void applyKept(List<String> rules) {
        SelectorDraft inner = null;
        for (String rule : rules) {
            if (rule.equals(User.SELECTOR_BEGIN)) {
                inner = new SelectorDraft(table, false);
            } else if (inner != null && rule.equals(User.SELECTOR_END)) {
                others.add(inner.build());
                inner = null;
            } else if (inner != null) {
                inner.applyKept(rule);
            } else if (rule.startsWith("+") || rule.startsWith("-")) {
                root.applyKept(rule);
            } else {
                apply(rule);
            }
        }
    }

    /**
     * Joins the rules of a selector that came as several arguments.
     *
     * @throws UnmatchedException when a parenthesis is not closed
     */
    public static List<String> joined(List<String> rules) throws UnmatchedException {
        List<String> joined = new ArrayList<>();
        StringBuilder open = null;
        String first = "";
        for (String rule : rules) {
            if (open != null) {
                open.append(' ').append(rule);
                if (rule.endsWith(")")) {
                    joined.add(open.toString());
                    open = null;
                }
            } else if (rule.startsWith("(") && !rule.endsWith(")")) {
                open = new StringBuilder(rule);
                first = rule;
            } else {
                joined.add(rule);
            }
        }
        if (open != null) {
            throw new UnmatchedException(first);
        }
        return joined;
    }

    /** A parenthesis that is not closed. */
    public static final class UnmatchedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String rule;

        UnmatchedException(String rule) {
            super("Unmatched parenthesis in acl selector starting at '" + Latin.shown(rule) + "'.");
            this.rule = rule;
        }

        /** Where it is opened. */
        public String rule() {
            return rule;
        }
    }
}
