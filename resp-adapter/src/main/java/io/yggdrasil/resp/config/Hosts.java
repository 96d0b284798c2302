package io.yggdrasil.resp.config;

import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What can be an address or a host name. Nothing is looked up. A name's last part has a letter (RFC 1123, 2.1): the JDK takes a
 * number for an address that nobody means, 5 for 0.0.0.5.
 */
final class Hosts {
    private static final int CHARACTERS_MAX = 255;
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IP4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final Pattern IP6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]+(?:%[0-9A-Za-z_.-]+)?");
    private static final Pattern NAME =
            Pattern.compile("(?:[\\w-]+\\.)*[0-9_-]*\\p{L}[\\w-]*\\.?", Pattern.UNICODE_CHARACTER_CLASS);

    /** Redis's mark of an address that need not be there. */
    private static final String OPTIONAL = "-";

    private Hosts() {}

    /** A host. */
    static Kind<String> kind() {
        return kind("an address or host name", Hosts::check);
    }

    /** A host, or nothing. */
    static Kind<String> orEmpty() {
        return kind("an address or host name, or empty", text -> text.isEmpty() ? text : check(text));
    }

    /** A host that is listened on; a dash before it lets it be missing. */
    static Kind<String> toListenOn() {
        return kind("an address or host name", text -> {
            check(text.startsWith(OPTIONAL) ? text.substring(OPTIONAL.length()) : text);
            return text;
        });
    }

    private static Kind<String> kind(String allowed, Function<String, String> parser) {
        return new Kind<>(allowed, parser, Function.identity(), false);
    }

    /** The text, or an IllegalArgumentException. */
    static String check(String text) {
        boolean valid = text.length() <= CHARACTERS_MAX
                && (IP4.matcher(text).matches()
                        || IP6.matcher(text).matches()
                        || NAME.matcher(text).matches());
        if (!valid) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
