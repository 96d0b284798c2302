package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.wire.Latin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All users, the default one always among them. Immutable.
 *
 * <p>Its text has a line for each name and each rule, one character a byte. No name or rule has a line break in it, so
 * any set of users comes back as it was:
 *
 * <pre>
 *   loads N
 *   user NAME
 *   RULE
 *   ...
 * </pre>
 */
public final class UserSet {
    /** The user that new clients are. */
    public static final String DEFAULT_USER = "default";

    private static final String LOADS = "loads ";
    private static final String USER = "user ";

    private final long loads;
    private final TreeMap<String, User> byName;
    private final Map<String, User> index;

    private UserSet(long loads, TreeMap<String, User> byName) {
        this.loads = loads;
        this.byName = byName;
        this.index = Map.copyOf(byName);
    }

    /** Makes a set; a default user that is missing is one who may do everything. */
    static UserSet of(CommandTable table, long loads, Collection<User> users) {
        TreeMap<String, User> byName = new TreeMap<>();
        users.forEach(user -> byName.put(user.name(), user));
        byName.computeIfAbsent(DEFAULT_USER, name -> mighty(table));
        return new UserSet(loads, byName);
    }

    private static User mighty(CommandTable table) {
        UserDraft draft = new UserDraft(table, false);
        List.of("+@all", "~*", "&*", "on", "nopass").forEach(draft::apply);
        return draft.build(DEFAULT_USER);
    }

    /** How often an ACL file was loaded: who is logged in with what it brought is logged out then. */
    long loads() {
        return loads;
    }

    /** A user by its name, or null. */
    public @Nullable User find(String name) {
        return index.get(name);
    }

    /** The default user. */
    public User defaultUser() {
        User user = index.get(DEFAULT_USER);
        if (user == null) {
            throw new IllegalStateException("there is no default user");
        }
        return user;
    }

    /** All users in the order of their names. */
    public Collection<User> all() {
        return byName.values();
    }

    /** Whether clients may do what the default user may without logging in. */
    public boolean isOpen() {
        User user = defaultUser();
        return user.isEnabled() && user.isPasswordless();
    }

    /** The set with this user instead of the one of its name. */
    public UserSet with(User user) {
        TreeMap<String, User> next = new TreeMap<>(byName);
        next.put(user.name(), user);
        return new UserSet(loads, next);
    }

    /** The set without some users. */
    public UserSet without(Collection<String> names) {
        TreeMap<String, User> next = new TreeMap<>(byName);
        next.keySet().removeAll(names);
        return new UserSet(loads, next);
    }

    /** The names of users that one of two sets has and the other has not, or not so. */
    public List<String> differences(UserSet other) {
        List<String> names = new ArrayList<>();
        byName.forEach((name, user) -> {
            User theirs = other.find(name);
            if (theirs == null || !theirs.kept().equals(user.kept())) {
                names.add(Latin.shown(name));
            }
        });
        other.byName.keySet().stream()
                .filter(name -> !index.containsKey(name))
                .map(Latin::shown)
                .forEach(names::add);
        return names;
    }

    /** Its text. */
    public String format() {
        StringBuilder out = new StringBuilder(LOADS).append(loads).append('\n');
        for (User user : byName.values()) {
            out.append(USER)
                    .append(user.name())
                    .append('\n')
                    .append(user.kept())
                    .append('\n');
        }
        return out.toString();
    }

    /**
     * Makes a set of its text. Users that are as they were are taken from {@code before}.
     *
     * @throws IllegalArgumentException when the text is none of {@link #format}
     */
    static UserSet parse(CommandTable table, String text, @Nullable UserSet before) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        if (!lines.get(0).startsWith(LOADS)) {
            throw new IllegalArgumentException("users begin with " + lines.get(0));
        }
        long loads = Long.parseLong(lines.get(0).substring(LOADS.length()));
        List<User> users = new ArrayList<>();
        int at = 1;
        while (at < lines.size() && lines.get(at).startsWith(USER)) {
            int end = at + 1;
            while (end < lines.size()
                    && !lines.get(end).startsWith(USER)
                    && !lines.get(end).isEmpty()) {
                end++;
            }
            users.add(user(table, lines.get(at).substring(USER.length()), lines.subList(at + 1, end), before));
            at = end;
        }
        return of(table, loads, users);
    }

    private static User user(CommandTable table, String name, List<String> rules, @Nullable UserSet before) {
        User known = before == null ? null : before.find(name);
        if (known != null && known.kept().equals(String.join("\n", rules))) {
            return known;
        }
        UserDraft draft = new UserDraft(table, false);
        try {
            draft.applyKept(rules);
        } catch (RuleException e) {
            throw new IllegalArgumentException("user " + Latin.shown(name) + ": " + e.text(), e);
        }
        return draft.build(name);
    }
}
