package io.yggdrasil.resp.command;

import io.yggdrasil.resp.command.Argument.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one-line syntax of a command into its {@link Argument arguments}.
 *
 * <pre>
 * key value condition=[NX|XX]@2.6.12 [GET]@6.2.0 expiration=[EX seconds|PX milliseconds|KEEPTTL@6.0.0]
 *
 * syntax = item { " " item }
 * item   = [ name "=" ] ( "[" inner "]" | [ TOKEN ] "(" inner ")" | [ TOKEN " " ] name | TOKEN ) { suffix }
 * inner  = item { "|" item } | item { " " item }
 * suffix = "..." | ":" type | "#" key spec | "{" display "}" | "@" since | "!" deprecated since
 * </pre>
 *
 * <p>Names are in lower case, tokens have no lower-case letter. {@code [ ]} is optional, {@code |} parts alternatives,
 * {@code ...} may be repeated: within brackets behind one token ({@code [KEYS key...]}), behind them with the token
 * ({@code [GET pattern]...}). A group is called like its token, or as the name before {@code =} says. A name says its
 * type where it is one of {@link #TYPES}, a key spec makes a key, and all else is a string unless a suffix says more.
 */
final class Syntax {
    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("key", Type.KEY),
            Map.entry("pattern", Type.PATTERN),
            Map.entry("unix-time-seconds", Type.UNIX_TIME),
            Map.entry("unix-time-milliseconds", Type.UNIX_TIME),
            Map.entry("client-id", Type.INTEGER),
            Map.entry("count", Type.INTEGER),
            Map.entry("cursor", Type.INTEGER),
            Map.entry("index", Type.INTEGER),
            Map.entry("milliseconds", Type.INTEGER),
            Map.entry("numkeys", Type.INTEGER),
            Map.entry("offset", Type.INTEGER),
            Map.entry("port", Type.INTEGER),
            Map.entry("seconds", Type.INTEGER),
            Map.entry("slot", Type.INTEGER),
            Map.entry("weight", Type.INTEGER));
    private static final String DELIMITERS = " []()|.:#{}@!";

    private final String text;
    private int at;

    private Syntax(String text) {
        this.text = text;
    }

    /** The arguments that the text describes; none for an empty text. */
    static List<Argument> parse(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        Syntax syntax = new Syntax(text);
        List<Draft> items = syntax.items(' ');
        if (syntax.at < text.length()) {
            throw syntax.mistake("the end");
        }
        return items.stream().map(Draft::build).toList();
    }

    private List<Draft> items(char separator) {
        List<Draft> items = new ArrayList<>();
        do {
            items.add(item());
        } while (take(separator));
        return items;
    }

    private Draft item() {
        String name = nameBeforeEquals();
        if (take('[')) {
            Draft optional = group(name, null, ']');
            optional.isOptional = true;
            return suffixes(optional);
        }
        String token = token();
        if (token != null) {
            take(' ', next -> next == '(' || name == null && isNameStart(next));
        }
        if (take('(')) {
            return suffixes(group(name, token, ')'));
        }
        if (name == null && at < text.length() && isNameStart(text.charAt(at))) {
            return suffixes(value(token));
        }
        if (token == null) {
            throw mistake("a name, a token or a group");
        }
        return suffixes(new Draft(name == null ? lower(token) : name, Type.PURE_TOKEN, token));
    }

    /** What stands in brackets: one item as it is, or alternatives or members with a name of their own. */
    private Draft group(@Nullable String name, @Nullable String token, char end) {
        List<Draft> items = new ArrayList<>(List.of(item()));
        boolean alternatives = take('|');
        if (alternatives || take(' ')) {
            items.addAll(items(alternatives ? '|' : ' '));
        }
        if (!take(end)) {
            throw mistake("'" + end + "'");
        }
        String called = name != null || token == null ? name : lower(token);
        if (called == null) {
            if (items.size() > 1) {
                throw mistake("a name for the group before");
            }
            return items.get(0);
        }
        Draft group = new Draft(called, alternatives ? Type.ONEOF : Type.BLOCK, token);
        group.arguments = items.stream().map(Draft::build).toList();
        return group;
    }

    private Draft value(@Nullable String token) {
        String name = word();
        Draft value = new Draft(name, TYPES.getOrDefault(name, Type.STRING), token);
        if (take(':')) {
            value.type = Type.valueOf(word().toUpperCase(Locale.ROOT).replace('-', '_'));
        } else if (value.type == Type.KEY) {
            value.keySpec = 0;
        } else if (at < text.length() && text.charAt(at) == '#') {
            value.type = Type.KEY;
        }
        if (take('#')) {
            value.keySpec = Integer.parseInt(word());
        }
        if (take('{')) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                throw mistake("'}'");
            }
            value.display = text.substring(at, end);
            at = end + 1;
        }
        return value;
    }

    private Draft suffixes(Draft item) {
        if (text.startsWith("...", at)) {
            item.isMultiple = true;
            item.repeatsToken = item.token != null && text.charAt(at - 1) == ']';
            at += 3;
        }
        if (take('@')) {
            item.since = version();
        }
        if (take('!')) {
            item.deprecatedSince = version();
        }
        return item;
    }

    private @Nullable String nameBeforeEquals() {
        int end = at;
        while (end < text.length() && isInWord(text.charAt(end)) && text.charAt(end) != '=') {
            end++;
        }
        if (end == at || end == text.length() || text.charAt(end) != '=' || !isNameStart(text.charAt(at))) {
            return null;
        }
        String name = text.substring(at, end);
        at = end + 1;
        return name;
    }

    private @Nullable String token() {
        return at < text.length() && isInWord(text.charAt(at)) && !isNameStart(text.charAt(at)) ? word() : null;
    }

    private String word() {
        int from = at;
        while (at < text.length() && isInWord(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw mistake("a word");
        }
        return text.substring(from, at);
    }

    private String version() {
        int from = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean take(char wanted) {
        return take(wanted, next -> true);
    }

    private boolean take(char wanted, IntPredicate next) {
        boolean found = at < text.length()
                && text.charAt(at) == wanted
                && (at + 1 == text.length() || next.test(text.charAt(at + 1)));
        at += found ? 1 : 0;
        return found;
    }

    private IllegalArgumentException mistake(String expected) {
        return new IllegalArgumentException("expected " + expected + " at " + at + " of syntax=" + text);
    }

    private static boolean isNameStart(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isInWord(char c) {
        return DELIMITERS.indexOf(c) < 0;
    }

    private static String lower(String token) {
        return token.toLowerCase(Locale.ROOT);
    }

    /** An argument while its text is read. */
    private static final class Draft {
        private final String name;
        private final @Nullable String token;
        private Type type;
        private @Nullable String display;
        private @Nullable String since;
        private @Nullable String deprecatedSince;
        private int keySpec = Argument.NO_KEY_SPEC;
        private boolean isOptional;
        private boolean isMultiple;
        private boolean repeatsToken;
        private List<Argument> arguments = List.of();

        private Draft(String name, Type type, @Nullable String token) {
            this.name = name;
            this.type = type;
            this.token = token;
        }

        private Argument build() {
            return new Argument(
                    name,
                    type,
                    token,
                    display,
                    since,
                    deprecatedSince,
                    keySpec,
                    isOptional,
                    isMultiple,
                    repeatsToken,
                    arguments);
        }
    }
}
