package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.acl.Denial.Reason;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.KeyUse;
import io.yggdrasil.resp.wire.Latin;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;

/** A user: who may log in as it, and what it may do. Immutable. */
public final class User {
    private static final long NO_COMMAND = Denial.of(Reason.COMMAND, 0);

    /** Lines between which the rules of a further selector are kept. */
    static final String SELECTOR_BEGIN = "(";

    static final String SELECTOR_END = ")";

    private final String name;
    private final boolean enabled;
    private final boolean passwordless;
    private final boolean unsanitized;
    private final List<String> passwords;
    private final List<Selector> selectors;
    private final boolean unlimited;
    private final String kept;

    /**
     * Makes a user.
     *
     * @param name one character a byte
     * @param enabled whether clients may log in
     * @param passwordless whether any password will do
     * @param unsanitized whether what RESTORE brings is taken unchecked; kept and shown, nothing more
     * @param passwords hashes of the passwords that will do
     * @param selectors what it may do; the first is that of the rules outside of parentheses
     */
    User(
            String name,
            boolean enabled,
            boolean passwordless,
            boolean unsanitized,
            List<String> passwords,
            List<Selector> selectors) {
        this.name = name;
        this.enabled = enabled;
        this.passwordless = passwordless;
        this.unsanitized = unsanitized;
        this.passwords = List.copyOf(passwords);
        this.selectors = List.copyOf(selectors);
        this.unlimited = selectors.stream().anyMatch(Selector::isUnlimited);
        this.kept = String.join("\n", rules());
    }

    /** Its name, one character a byte. */
    public String name() {
        return name;
    }

    /** Whether clients may log in as it. */
    public boolean isEnabled() {
        return enabled;
    }

    /** Whether any password will do. */
    public boolean isPasswordless() {
        return passwordless;
    }

    boolean isUnsanitized() {
        return unsanitized;
    }

    /** Hashes of its passwords. */
    public List<String> passwords() {
        return passwords;
    }

    /** What it may do; there is at least one. */
    public List<Selector> selectors() {
        return selectors;
    }

    /** Whether it may do everything. */
    public boolean isUnlimited() {
        return unlimited;
    }

    /** Whether a client that gives a password of this hash may be let in. */
    boolean accepts(String hash) {
        boolean known = PasswordHash.isAmong(hash, passwords);
        return enabled && (passwordless || known);
    }

    // What it may do.

    /** {@link Denial#NONE} when it may run the request, else why not. */
    public long judge(Command command, Request request) {
        if (unlimited) {
            return Denial.NONE;
        }
        long worst = NO_COMMAND;
        KeyPositions keys = null;
        for (int i = 0; i < selectors.size(); i++) {
            Selector selector = selectors.get(i);
            if (!selector.allowsCommand(command, request)) {
                continue;
            }
            long denial = Denial.NONE;
            if (!selector.hasAllKeys() && KeyUse.hasKeys(command)) {
                keys = keys == null ? KeyUse.positions(command, request) : keys;
                denial = selector.judgeKeys(command, request, keys);
            }
            if (denial == Denial.NONE) {
                denial = selector.judgeChannels(command, request);
            }
            if (denial == Denial.NONE) {
                return Denial.NONE;
            }
            worst = Math.max(worst, denial);
        }
        return worst;
    }

    /** Whether a selector that allows the request lets all keys be read: SORT reads keys that nobody knows before. */
    boolean readsAllKeys(Command command, Request request) {
        if (unlimited) {
            return true;
        }
        for (Selector selector : selectors) {
            if (selector.readsAllKeys()
                    && selector.allowsCommand(command, request)
                    && (selector.hasAllKeys()
                            || selector.judgeKeys(command, request, KeyUse.positions(command, request))
                                    == Denial.NONE)) {
                return true;
            }
        }
        return false;
    }

    // How it is written.

    /** The words that GETUSER calls flags. */
    public List<String> flags() {
        List<String> words = new ArrayList<>();
        words.add(enabled ? "on" : "off");
        if (passwordless) {
            words.add("nopass");
        }
        words.add(unsanitized ? "skip-sanitize-payload" : "sanitize-payload");
        return words;
    }

    /** One line as LIST tells it and as an ACL file has it. */
    public String line() {
        StringBuilder out = new StringBuilder("user ").append(name).append(' ').append(String.join(" ", flags()));
        passwords.forEach(hash -> out.append(" #").append(hash));
        out.append(' ').append(selectors.get(0).shown());
        selectors.stream()
                .skip(1)
                .forEach(selector -> out.append(" (").append(selector.shown()).append(')'));
        return out.toString();
    }

    /** Its rules, a line each, so that {@link UserSet} can make it again, however odd its patterns are. */
    String kept() {
        return kept;
    }

    private List<String> rules() {
        List<String> rules = flags();
        passwords.forEach(hash -> rules.add("#" + hash));
        rules.addAll(selectors.get(0).kept());
        selectors.stream().skip(1).forEach(selector -> {
            rules.add(SELECTOR_BEGIN);
            rules.addAll(selector.kept());
            rules.add(SELECTOR_END);
        });
        return rules;
    }

    @Override
    public String toString() {
        return "User[" + Latin.shown(name) + "]"; // Not its passwords.
    }
}
