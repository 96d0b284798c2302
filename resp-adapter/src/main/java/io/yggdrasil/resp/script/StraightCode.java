package io.yggdrasil.resp.script;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes scripts that surely end soon: no instruction of theirs runs twice, and they call nothing but commands, named
 * by literals, and a few functions that take no time. So an event loop may run them as it runs those commands.
 *
 * <p>Mechanism: the code is read word by word, as Lua reads it. There is no loop and no function of the script's own, as
 * their key words are refused. What is called stands before a parenthesis, a text or a table; only there, and only by
 * their own names, the listed functions may be written, so nothing else can be called under another name. Texts and
 * tables are joined too few times to become much larger than what the client sent or a command answered; tables get no
 * elements later, so none contains itself. Whatever is not understood is refused: such a script merely runs elsewhere.
 *
 * <p>One that joins no texts at all is frugal: Lua allocates little for it but for what Java pushes.
 */
final class StraightCode {
    private static final int BYTES_MAX = 2048;
    private static final int JOINS_MAX = 4;
    private static final int TABLES_MAX = 2;
    private static final Set<String> COMMANDS = Set.of("redis.call", "redis.pcall");
    private static final Set<String> FUNCTIONS = Set.of(
            "tonumber",
            "tostring",
            "type",
            "unpack",
            "error",
            "redis.error_reply",
            "redis.status_reply",
            "math.abs",
            "math.ceil",
            "math.floor",
            "math.max",
            "math.min");

    /** Names whose values are called, or lead to what is called. */
    private static final Set<String> GUARDED =
            Set.of("redis", "math", "tonumber", "tostring", "type", "unpack", "error");

    /** Functions that join texts with theirs. */
    private static final Set<String> JOINING = Set.of("error", "error_reply", "status_reply");

    private static final Set<String> REFUSED = Set.of("while", "for", "repeat", "function", ":");
    private static final Set<String> KEY_WORDS =
            Set.of("and", "do", "else", "elseif", "end", "if", "in", "local", "not", "or", "return", "then", "until");
    private static final Set<String> OPERATORS = Set.of("==", "~=", "<=", ">=", "..", "...");
    private static final String TEXT = "'";
    private static final String NUMBER = "0";

    private final String code;
    private final List<String> words = new ArrayList<>();
    private final Set<String> commands = new LinkedHashSet<>();
    private int at;
    private boolean frugal = true;

    private StraightCode(String code) {
        this.code = code;
    }

    /** What is known of a script; null unless it surely ends as soon as its commands have. */
    static @Nullable StraightCode of(byte[] code) {
        if (code.length > BYTES_MAX) {
            return null;
        }
        StraightCode straight = new StraightCode(new String(code, StandardCharsets.ISO_8859_1));
        return straight.split() && straight.isStraight() ? straight : null;
    }

    /** The names of the commands that it calls, as it writes them. */
    Set<String> commands() {
        return commands;
    }

    /** Whether it has Lua allocate little of its own accord. */
    boolean isFrugal() {
        return frugal;
    }

    // Words: names and signs as they are, "0" for numbers, a quote and the contents for texts.

    private boolean split() {
        while (at < code.length()) {
            char c = code.charAt(at);
            boolean read;
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
                read = true;
            } else if (isNameStart(c)) {
                read = name();
            } else if (isDigit(c) || c == '.' && at + 1 < code.length() && isDigit(code.charAt(at + 1))) {
                read = number();
            } else if (c == '\'' || c == '"') {
                read = text(c);
            } else if (code.startsWith("--", at)) {
                read = comment();
            } else {
                read = sign();
            }
            if (!read) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean name() {
        int from = at;
        while (at < code.length() && (isNameStart(code.charAt(at)) || isDigit(code.charAt(at)))) {
            at++;
        }
        words.add(code.substring(from, at));
        return true;
    }

    private boolean number() {
        while (at < code.length()
                && (isNameStart(code.charAt(at)) || isDigit(code.charAt(at)) || code.charAt(at) == '.')) {
            at++;
        }
        words.add(NUMBER);
        return true;
    }

    private boolean text(char quote) {
        int from = ++at;
        while (at < code.length() && code.charAt(at) != quote) {
            char c = code.charAt(at);
            if (c == '\n' || c == '\r') {
                return false;
            }
            at += c == '\\' ? 2 : 1;
        }
        if (at >= code.length()) {
            return false;
        }
        words.add(TEXT + code.substring(from, at++));
        return true;
    }

    private boolean comment() {
        if (code.startsWith("--[", at)) {
            return false;
        }
        while (at < code.length() && code.charAt(at) != '\n' && code.charAt(at) != '\r') {
            at++;
        }
        return true;
    }

    private boolean sign() {
        if (code.startsWith("[[", at) || code.startsWith("[=", at)) {
            return false; // A long text.
        }
        for (int length = 3; length > 1; length--) {
            if (at + length <= code.length() && OPERATORS.contains(code.substring(at, at + length))) {
                words.add(code.substring(at, at + length));
                at += length;
                return true;
            }
        }
        char c = code.charAt(at++);
        words.add(String.valueOf(c));
        return "+-*/%^#<>=(){}[];,.".indexOf(c) >= 0;
    }

    // What the words mean.

    private boolean isStraight() {
        int joins = 0;
        int tables = 0;
        int open = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = word(i);
            joins += word.equals("..") ? 1 : 0;
            tables += word.equals("{") ? 1 : 0;
            frugal &= !word.equals("..") && !JOINING.contains(word);
            open += word.equals("{") ? 1 : word.equals("}") ? -1 : 0;
            boolean called = beginsArguments(word) && endsValue(i - 1);
            if (REFUSED.contains(word)
                    || called && !isCallOfListed(i)
                    || isGuarded(i) && !isListedCall(i)
                    || word.equals("=") && open == 0 && !isNamesAlone(i - 1)) {
                return false;
            }
        }
        return joins <= JOINS_MAX && tables <= TABLES_MAX;
    }

    private String word(int index) {
        return index >= 0 && index < words.size() ? words.get(index) : "";
    }

    private static boolean beginsArguments(String word) {
        return word.equals("(") || word.equals("{") || word.startsWith(TEXT);
    }

    /** Whether a value that may be called ends with the word. */
    private boolean endsValue(int index) {
        String word = word(index);
        return word.equals(")") || word.equals("]") || word.equals("}") || word.startsWith(TEXT) || isName(word);
    }

    private static boolean isName(String word) {
        return !word.isEmpty() && isNameStart(word.charAt(0)) && !KEY_WORDS.contains(word);
    }

    /** Whether the arguments that begin here are those of a listed function, in parentheses. */
    private boolean isCallOfListed(int index) {
        return word(index).equals("(")
                && (isListedCall(index - 1) || word(index - 2).equals(".") && isListedCall(index - 3));
    }

    private boolean isGuarded(int index) {
        return GUARDED.contains(word(index)) && !word(index - 1).equals(".");
    }

    /** Whether a call of a listed function begins here. Notes the command that it runs. */
    private boolean isListedCall(int index) {
        if (word(index - 1).equals(".")) {
            return false;
        }
        boolean isField = word(index + 1).equals(".");
        String function = isField ? word(index) + "." + word(index + 2) : word(index);
        int arguments = index + (isField ? 3 : 1);
        if (!word(arguments).equals("(")) {
            return false;
        }
        return FUNCTIONS.contains(function) || COMMANDS.contains(function) && isCommand(arguments + 1);
    }

    private boolean isCommand(int index) {
        String next = word(index + 1);
        if (!word(index).startsWith(TEXT) || !next.equals(",") && !next.equals(")")) {
            return false;
        }
        commands.add(word(index).substring(TEXT.length()));
        return true;
    }

    /** Whether what is assigned to, up to the word, is one name, or new local ones: no element of a table. */
    private boolean isNamesAlone(int index) {
        int first = index;
        while (isName(word(first)) && word(first - 1).equals(",")) {
            first -= 2;
        }
        boolean several = first < index;
        return isName(word(first))
                && !word(first - 1).equals(".")
                && (!several || word(first - 1).equals("local"));
    }
}
