package io.yggdrasil.resp.wire;

/**
 * Splits an inline request into arguments as a shell would: blanks separate, double quotes take the escapes
 * {@code \n \r \t \b \a \\ \" \xHH}, single quotes take {@code \'} only. Quotes may begin inside an argument but must
 * end it.
 */
final class InlineArguments {
    private static final String UNBALANCED = "Protocol error: unbalanced quotes in request";
    private static final int NONE = 0;

    private final byte[] line;
    private final int to;
    private final byte[] text;
    private int at;
    private int length;

    private InlineArguments(byte[] line, int from, int to) {
        this.line = line;
        this.at = from;
        this.to = to;
        this.text = new byte[to - from];
    }

    /** Fills {@code out} with the arguments of the line {@code [from, to)}, which holds no zero byte. */
    static void split(byte[] line, int from, int to, Request out) {
        InlineArguments arguments = new InlineArguments(line, from, to);
        out.begin(arguments.text);
        while (arguments.skipBlanks()) {
            int start = arguments.length;
            arguments.readOne();
            out.add(start, arguments.length - start);
        }
    }

    private boolean skipBlanks() {
        while (at < to && isBlank(line[at])) {
            at++;
        }
        return at < to;
    }

    private void readOne() {
        while (at < to) {
            byte b = line[at++];
            if (b == '"' || b == '\'') {
                readQuoted(b);
                return;
            }
            if (isSeparator(b)) {
                return;
            }
            text[length++] = b;
        }
    }

    private void readQuoted(byte quote) {
        while (at < to) {
            byte b = line[at++];
            if (b == quote) {
                if (at < to && !isBlank(line[at])) {
                    throw new ProtocolException(UNBALANCED);
                }
                return;
            }
            text[length++] = b == '\\' ? escaped(quote) : b;
        }
        throw new ProtocolException(UNBALANCED);
    }

    /** What a backslash and the bytes behind it stand for. */
    private byte escaped(byte quote) {
        int next = at < to ? line[at] : NONE;
        if (quote == '\'') {
            if (next != '\'') {
                return '\\';
            }
            at++;
            return '\'';
        }
        if (next == NONE) {
            return '\\';
        }
        if (next == 'x' && at + 2 < to && hex(line[at + 1]) >= 0 && hex(line[at + 2]) >= 0) {
            byte value = (byte) (hex(line[at + 1]) << 4 | hex(line[at + 2]));
            at += 3;
            return value;
        }
        at++;
        return switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> (byte) next;
        };
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /** What ends an argument outside of quotes: fewer than all blanks, as in Redis. */
    private static boolean isSeparator(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }
}
