package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.RedisException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source of a library of functions.
 *
 * @param name its name, which its first line tells
 * @param sha the SHA-1 of the code
 * @param code what the client sent
 */
public record FunctionLibrary(String name, String sha, byte[] code) {
    /** What stands between blanks, and what stands in quotes as a whole. */
    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

    private static final String ENGINE = "lua";
    private static final String NAME = "name=";
    private static final String BAD_NAME = "ERR Library names can only contain letters, numbers, or underscores(_)"
            + " and must be at least one character long";

    /** Reads the first line of a library's code. A {@link RedisException} says what is wrong with it. */
    public static FunctionLibrary of(byte[] code) {
        String text = new String(code, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            throw new RedisException("ERR Missing library metadata");
        }
        int end = text.indexOf('\n');
        List<String> words = end < 0 ? List.of() : words(text.substring(0, end));
        if (words.isEmpty()) {
            throw new RedisException("ERR Invalid library metadata");
        }
        String name = nameIn(words);
        if (!isName(name)) {
            throw new RedisException(BAD_NAME);
        }
        String engine = words.get(0).substring(2);
        if (!engine.equalsIgnoreCase(ENGINE)) {
            throw new RedisException("ERR Engine '" + engine + "' not found");
        }
        return new FunctionLibrary(name, Script.sha(code), code);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group().replace("\"", "").replace("'", ""));
        }
        return words;
    }

    private static String nameIn(List<String> words) {
        List<String> names = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            if (!word.regionMatches(true, 0, NAME, 0, NAME.length())) {
                throw new RedisException("ERR Invalid metadata value given: " + word);
            }
            if (!names.isEmpty()) {
                throw new RedisException("ERR Invalid metadata value, name argument was given multiple times");
            }
            names.add(word.substring(NAME.length()));
        }
        if (names.isEmpty()) {
            throw new RedisException("ERR Library name was not given");
        }
        return names.get(0);
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'));
    }

    /** What Lua compiles: the code behind the first line, with that line's end. */
    byte[] body() {
        int end = 0;
        while (code[end] != '\n') {
            end++;
        }
        return Arrays.copyOfRange(code, end, code.length);
    }
}
