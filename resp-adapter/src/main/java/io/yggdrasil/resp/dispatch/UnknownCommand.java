package io.yggdrasil.resp.dispatch;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a client is told that names a command which is not there. The text repeats what the client sent, byte for byte:
 * each of its characters is one byte. As in Redis, a zero byte ends what is shown of an argument.
 */
final class UnknownCommand {
    private static final int BYTES_SHOWN_MAX = 128;

    private UnknownCommand() {}

    /** The error for a command. */
    static String command(Request request) {
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < request.count() && arguments.length() < BYTES_SHOWN_MAX; i++) {
            String part = shown(request, i, BYTES_SHOWN_MAX - arguments.length());
            arguments.append('\'').append(part).append("' ");
        }
        return "ERR unknown command '" + shown(request, 0, BYTES_SHOWN_MAX) + "', with args beginning with: "
                + arguments;
    }

    /** The error for a subcommand of {@code container}. */
    static String subcommand(Command container, Request request) {
        return "ERR unknown subcommand '" + shown(request, 1, BYTES_SHOWN_MAX) + "'. Try "
                + container.name().toUpperCase(Locale.ROOT) + " HELP.";
    }

    /**
     * Whether this is a line of an HTTP request: a web page may make a browser send one to a server on the loopback
     * interface, with commands in its body. Such a client is closed, as Redis does.
     */
    static boolean isHttp(Request request) {
        int length = request.length(0);
        return (length == 4 || length == 5)
                && (request.text(0).equalsIgnoreCase("post") || request.text(0).equalsIgnoreCase("host:"));
    }

    private static String shown(Request request, int index, int bytesMax) {
        int from = request.offset(index);
        int length = 0;
        while (length < Math.min(request.length(index), bytesMax) && request.buffer()[from + length] != 0) {
            length++;
        }
        return new String(request.buffer(), from, length, StandardCharsets.ISO_8859_1);
    }
}
