package io.yggdrasil.resp.wire;

/**
 * Splits an inline request into arguments as a shell would: blanks separate, double quotes take the escapes
 * {@code \n \r \t \b \a \\ \" \xHH}, single quotes take {@code \'} only.
 */
final class InlineArguments {
    private static final String UNBALANCED = "Protocol error: unbalanced quotes in request";

    private InlineArguments() {}

    static void split(byte[] line, int from, int to, Request out) {
        byte[] text = new byte[to - from];
        int length = 0;
        out.begin(text);
        int at = from;
        while (true) {
            while (at < to && isSpace(line[at])) {
                at++;
            }
            if (at == to) {
                return;
            }
            int start = length;
            byte quote = 0;
            boolean open = true;
            while (open) {
                if (at == to) {
                    if (quote != 0) {
                        throw new ProtocolException(UNBALANCED);
                    }
                    break;
                }
                byte b = line[at];
                if (quote == '"' && b == '\\' && at + 1 < to) {
                    if (line[at + 1] == 'x' && at + 3 < to && hex(line[at + 2]) >= 0 && hex(line[at + 3]) >= 0) {
                        text[length++] = (byte) (hex(line[at + 2]) << 4 | hex(line[at + 3]));
                        at += 4;
                    } else {
                        text[length++] = unescaped(line[at + 1]);
                        at += 2;
                    }
                } else if (quote == '\'' && b == '\\' && at + 1 < to && line[at + 1] == '\'') {
                    text[length++] = '\'';
                    at += 2;
                } else if (quote != 0 && b == quote) {
                    if (at + 1 < to && !isSpace(line[at + 1])) {
                        throw new ProtocolException(UNBALANCED);
                    }
                    at++;
                    open = false;
                } else if (quote == 0 && isSpace(b)) {
                    open = false;
                } else if (quote == 0 && (b == '"' || b == '\'')) {
                    quote = b;
                    at++;
                } else {
                    text[length++] = b;
                    at++;
                }
            }
            out.add(start, length - start);
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == 0;
    }

    private static byte unescaped(byte b) {
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> b;
        };
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }
}
