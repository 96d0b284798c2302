package io.yggdrasil.resp.script;

import java.nio.charset.StandardCharsets;

/** Pushes a reply, given in RESP, on Lua's stack as the value that scripts see. */
final class ReplyPusher {
    /** What an aggregate needs above what it is in. */
    private static final int SLOTS = 12;

    private final LuaStack stack;
    private final byte[] reply;
    private int at;

    private ReplyPusher(LuaStack stack, byte[] reply) {
        this.stack = stack;
        this.reply = reply;
    }

    /** Pushes a whole reply; there is room for 6 values. A {@link LuaFailure} tells that there is none for what is in it. */
    static void push(LuaStack stack, byte[] reply) {
        new ReplyPusher(stack, reply).next();
    }

    private void next() {
        char type = (char) reply[at++];
        int from = at;
        int to = lineEnd();
        switch (type) {
            case '+' -> table("ok", from, to);
            case '-' -> error(from, to);
            case ':' -> stack.number(Long.parseLong(text(from, to)));
            case '$' -> bulk(count(from, to));
            case '*' -> array(count(from, to));
            case '_' -> stack.nil();
            case '#' -> stack.bool(reply[from] == 't');
            case ',' -> real(text(from, to));
            case '(' -> table("big_number", from, to);
            case '=' -> verbatim(count(from, to));
            case '%' -> map(count(from, to));
            case '~' -> set(count(from, to));
            default -> throw new IllegalStateException("type=" + type);
        }
    }

    private int lineEnd() {
        int end = at;
        while (reply[end] != '\r') {
            end++;
        }
        at = end + 2;
        return end;
    }

    private String text(int from, int to) {
        return new String(reply, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private int count(int from, int to) {
        return Integer.parseInt(text(from, to));
    }

    private void table(String field, int from, int to) {
        stack.table(0, 1);
        stack.string(reply, from, to);
        stack.setField(field);
    }

    private void error(int from, int to) {
        LuaErrors.pushCounted(stack, "-" + text(from, to));
    }

    private void bulk(int length) {
        if (length < 0) {
            stack.bool(false);
            return;
        }
        stack.string(reply, at, at + length);
        at += length + 2;
    }

    private void array(int count) {
        if (count < 0) {
            stack.bool(false);
            return;
        }
        stack.room(SLOTS);
        stack.table(count, 0);
        for (int i = 1; i <= count; i++) {
            next();
            stack.setElement(i);
        }
    }

    private void real(String text) {
        double value = switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
        stack.table(0, 1);
        stack.number(value);
        stack.setField("double");
    }

    private void verbatim(int length) {
        stack.table(0, 1);
        stack.table(0, 2);
        stack.string(reply, at + 4, at + length);
        stack.setField("string");
        stack.string(reply, at, at + 3);
        stack.setField("format");
        stack.setField("verbatim_string");
        at += length + 2;
    }

    private void map(int pairs) {
        stack.room(SLOTS);
        stack.table(0, 1);
        stack.table(0, pairs);
        for (int i = 0; i < pairs; i++) {
            next();
            next();
            stack.set();
        }
        stack.setField("map");
    }

    private void set(int count) {
        stack.room(SLOTS);
        stack.table(0, 1);
        stack.table(0, count);
        for (int i = 0; i < count; i++) {
            next();
            stack.bool(true);
            stack.set();
        }
        stack.setField("set");
    }
}
