package io.yggdrasil.resp.command.server;

import java.util.Locale;

/** The text of INFO: headers, and lines of a name and a value. */
public final class InfoLines {
    private static final int ACRONYM_CHARS = 3;

    private final StringBuilder out = new StringBuilder(4096);

    void open(String section) {
        if (!out.isEmpty()) {
            out.append("\r\n");
        }
        String title = section.length() <= ACRONYM_CHARS
                ? section.toUpperCase(Locale.ROOT)
                : Character.toUpperCase(section.charAt(0)) + section.substring(1);
        out.append("# ").append(title).append("\r\n");
    }

    /** Adds a line. */
    public InfoLines add(String name, String value) {
        out.append(name).append(':').append(value).append("\r\n");
        return this;
    }

    /** Adds a line. */
    public InfoLines add(String name, long value) {
        return add(name, Long.toString(value));
    }

    /** Adds a line with two digits behind the point. */
    public InfoLines add(String name, double value) {
        return add(name, fixed(value, 2));
    }

    /** Adds a number of bytes, and a second line ({@code _human}) with its unit. */
    public InfoLines addBytes(String name, long bytes) {
        return add(name, bytes).add(name + "_human", human(bytes));
    }

    static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < 4) {
            value /= 1024;
            unit++;
        }
        return fixed(value, 2) + "KMGTP".charAt(unit);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
