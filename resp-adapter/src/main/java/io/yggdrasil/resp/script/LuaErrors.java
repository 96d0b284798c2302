package io.yggdrasil.resp.script;

/** Errors as scripts see them: tables with a field {@code err}, whose first word is a code. */
final class LuaErrors {
    /** The field of an error that says that it was counted already, as it is a command's. */
    static final String COUNTED = "ignore_error_stats_update";

    private LuaErrors() {}

    /** Pushes an error: {@code "-CODE text"}, or a text without a code. */
    static void push(LuaStack stack, String error) {
        stack.table(0, 2);
        stack.text(withCode(error));
        stack.setField("err");
    }

    /** As {@link #push}, of a command, so that it was counted. */
    static void pushCounted(LuaStack stack, String error) {
        push(stack, error);
        stack.bool(true);
        stack.setField(COUNTED);
    }

    private static String withCode(String error) {
        if (!error.startsWith("-")) {
            return "ERR " + trim(error);
        }
        int blank = error.indexOf(' ');
        return blank < 0
                ? "ERR " + trim(error.substring(1))
                : error.substring(1, blank) + " " + trim(error.substring(blank + 1));
    }

    private static String trim(String text) {
        return text.replaceAll("^[\r\n]+|[\r\n]+$", "");
    }
}
