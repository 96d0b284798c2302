package io.yggdrasil.resp.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Pushes the value that a JSON text tells: {@code cjson.decode}. */
final class JsonReader {
    private static final int SLOTS = 4;

    private final LuaStack stack;
    private final JsonSettings settings;
    private final byte[] json;
    private int at;
    private int depth;

    private int tokenAt;
    private Token token = Token.T_ERROR;
    private String problem = "";
    private byte[] text = {};
    private double number;
    private boolean truth;

    private enum Token {
        T_OBJ_BEGIN,
        T_OBJ_END,
        T_ARR_BEGIN,
        T_ARR_END,
        T_STRING,
        T_NUMBER,
        T_BOOLEAN,
        T_NULL,
        T_COLON,
        T_COMMA,
        T_END,
        T_ERROR
    }

    JsonReader(LuaStack stack, JsonSettings settings, byte[] json) {
        this.stack = stack;
        this.settings = settings;
        this.json = json;
    }

    /** Pushes the value. A {@link LuaFailure} tells what is wrong with the text. */
    void read() {
        if (json.length >= 2 && (json[0] == 0 || json[1] == 0)) {
            throw new LuaFailure("JSON parser does not support UTF-16 or UTF-32");
        }
        next();
        value();
        next();
        if (token != Token.T_END) {
            throw expected("the end");
        }
    }

    private LuaFailure expected(String what) {
        String found = token == Token.T_ERROR ? problem : token.name();
        return new LuaFailure("Expected " + what + " but found " + found + " at character " + (tokenAt + 1));
    }

    private void value() {
        switch (token) {
            case T_STRING -> stack.string(text);
            case T_NUMBER -> stack.number(number);
            case T_BOOLEAN -> stack.bool(truth);
            case T_NULL -> Lua.lua_pushlightuserdata(stack.state(), 0);
            case T_OBJ_BEGIN -> object();
            case T_ARR_BEGIN -> array();
            default -> throw expected("value");
        }
    }

    private void descend() {
        depth++;
        if (depth > settings.decodeDepthMax || Lua.lua_checkstack(stack.state(), SLOTS) == 0) {
            throw new LuaFailure("Found too many nested data structures (" + depth + ") at character " + at);
        }
        stack.table(0, 0);
    }

    private void object() {
        descend();
        next();
        while (token != Token.T_OBJ_END) {
            if (token != Token.T_STRING) {
                throw expected("object key string");
            }
            stack.string(text);
            next();
            if (token != Token.T_COLON) {
                throw expected("colon");
            }
            next();
            value();
            stack.set();
            next();
            if (token == Token.T_OBJ_END) {
                break;
            }
            if (token != Token.T_COMMA) {
                throw expected("comma or object end");
            }
            next();
            if (token == Token.T_OBJ_END) {
                throw expected("object key string");
            }
        }
        depth--;
    }

    private void array() {
        descend();
        next();
        for (int i = 1; token != Token.T_ARR_END; i++) {
            value();
            stack.setElement(i);
            next();
            if (token == Token.T_ARR_END) {
                break;
            }
            if (token != Token.T_COMMA) {
                throw expected("comma or array end");
            }
            next();
            if (token == Token.T_ARR_END) {
                throw expected("value");
            }
        }
        depth--;
    }

    private int peek(int offset) {
        return at + offset < json.length ? json[at + offset] & 0xff : 0;
    }

    private void next() {
        while (at < json.length && (json[at] == ' ' || json[at] == '\t' || json[at] == '\n' || json[at] == '\r')) {
            at++;
        }
        tokenAt = at;
        int c = peek(0);
        switch (c) {
            case '{' -> single(Token.T_OBJ_BEGIN);
            case '}' -> single(Token.T_OBJ_END);
            case '[' -> single(Token.T_ARR_BEGIN);
            case ']' -> single(Token.T_ARR_END);
            case ',' -> single(Token.T_COMMA);
            case ':' -> single(Token.T_COLON);
            case 0 -> token = Token.T_END;
            case '"' -> string();
            default -> word(c);
        }
    }

    private void single(Token is) {
        token = is;
        at++;
    }

    private void wrong(String what) {
        token = Token.T_ERROR;
        problem = what;
        tokenAt = at;
    }

    private void word(int c) {
        if (c == '-' || c >= '0' && c <= '9') {
            if (!settings.decodeInvalid && isOdd()) {
                wrong("invalid number");
            } else {
                number();
            }
        } else if (take("true")) {
            token = Token.T_BOOLEAN;
            truth = true;
        } else if (take("false")) {
            token = Token.T_BOOLEAN;
            truth = false;
        } else if (take("null")) {
            token = Token.T_NULL;
        } else if (settings.decodeInvalid && (c == '+' || isLetters(0, "inf") || isLetters(0, "nan"))) {
            number();
        } else {
            wrong("invalid token");
        }
    }

    private boolean take(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek(i) != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private boolean isLetters(int offset, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if ((peek(offset + i) | 0x20) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isOdd() {
        int sign = peek(0) == '-' ? 1 : 0;
        int next = peek(sign + 1);
        return peek(sign) == '0' && ((next | 0x20) == 'x' || next >= '0' && next <= '9')
                || isLetters(sign, "inf")
                || isLetters(sign, "nan");
    }

    /** As C's strtod: the longest part that is a number. */
    private void number() {
        int sign = peek(0) == '-' || peek(0) == '+' ? 1 : 0;
        token = Token.T_NUMBER;
        if (isLetters(sign, "nan")) {
            number = Double.NaN;
            at += sign + 3;
        } else if (isLetters(sign, "inf")) {
            number = peek(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            at += sign + (isLetters(sign, "infinity") ? 8 : 3);
        } else if (peek(sign) == '0' && (peek(sign + 1) | 0x20) == 'x' && isHex(peek(sign + 2))) {
            hexadecimal(sign);
        } else {
            decimal(sign);
        }
    }

    private void hexadecimal(int sign) {
        int end = sign + 2;
        double value = 0;
        while (isHex(peek(end))) {
            value = value * 16 + Character.digit(peek(end++), 16);
        }
        number = peek(0) == '-' ? -value : value;
        at += end;
    }

    private static boolean isHex(int c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }

    private void decimal(int sign) {
        int end = digits(sign);
        int count = end - sign;
        if (peek(end) == '.') {
            int fraction = digits(end + 1);
            count += fraction - end - 1;
            end = fraction;
        }
        if (count == 0) {
            wrong("invalid number");
            return;
        }
        if ((peek(end) | 0x20) == 'e') {
            int exponent = end + (peek(end + 1) == '-' || peek(end + 1) == '+' ? 2 : 1);
            int exponentEnd = digits(exponent);
            end = exponentEnd > exponent ? exponentEnd : end;
        }
        number = Double.parseDouble(new String(json, at, end, StandardCharsets.ISO_8859_1));
        at += end;
    }

    private int digits(int from) {
        int end = from;
        while (peek(end) >= '0' && peek(end) <= '9') {
            end++;
        }
        return end;
    }

    private void string() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        at++;
        for (int c = peek(0); c != '"'; c = peek(0)) {
            if (c == 0) {
                wrong("unexpected end of string");
                return;
            }
            if (c != '\\') {
                out.write(c);
                at++;
            } else if (!escape(out)) {
                return;
            }
        }
        at++;
        token = Token.T_STRING;
        text = out.toByteArray();
    }

    private boolean escape(ByteArrayOutputStream out) {
        int c = peek(1);
        int plain = "\"\\/bfnrt".indexOf(c);
        if (c != 0 && plain >= 0) {
            out.write("\"\\/\b\f\n\r\t".charAt(plain));
            at += 2;
            return true;
        }
        if (c != 'u') {
            wrong("invalid escape code");
            return false;
        }
        int unit = unit(0);
        int used = 6;
        if (unit >= 0xd800 && unit < 0xe000) {
            int low = unit < 0xdc00 && peek(6) == '\\' && peek(7) == 'u' ? unit(6) : -1;
            if (low < 0xdc00 || low >= 0xe000) {
                unit = -1;
            } else {
                unit = Character.toCodePoint((char) unit, (char) low);
                used = 12;
            }
        }
        if (unit < 0) {
            wrong("invalid unicode escape code");
            return false;
        }
        out.writeBytes(new String(Character.toChars(unit)).getBytes(StandardCharsets.UTF_8));
        at += used;
        return true;
    }

    private int unit(int offset) {
        int value = 0;
        for (int i = 2; i < 6; i++) {
            if (!isHex(peek(offset + i))) {
                return -1;
            }
            value = value * 16 + Character.digit(peek(offset + i), 16);
        }
        return value;
    }
}
