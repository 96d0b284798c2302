package io.yggdrasil.resp.script;

/**
 * An error that a script may catch. Its text is told with the place in the script, or it is the {@code err} of a table, as
 * that of a command.
 */
final class LuaFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Form form;

    private enum Form {
        PLACED_TEXT,
        TEXT,
        TABLE,
        REPLY
    }

    LuaFailure(String message) {
        this(message, Form.PLACED_TEXT);
    }

    private LuaFailure(String message, Form form) {
        super(message, null, false, false);
        this.form = form;
    }

    /** A text that is told as it is. */
    static LuaFailure withoutPlace(String message) {
        return new LuaFailure(message, Form.TEXT);
    }

    /** The error of a table: {@code -CODE text}. */
    static LuaFailure table(String error) {
        return new LuaFailure(error, Form.TABLE);
    }

    /** The error that a command answered, {@code -CODE text}, which was counted when it did. */
    static LuaFailure ofCommand(String error) {
        return new LuaFailure(error, Form.REPLY);
    }

    boolean isTable() {
        return form == Form.TABLE || form == Form.REPLY;
    }

    boolean isCounted() {
        return form == Form.REPLY;
    }

    boolean isPlaced() {
        return form == Form.PLACED_TEXT;
    }
}
