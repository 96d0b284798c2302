package io.yggdrasil.resp.command.connection;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Request;

/** What clients say of themselves must not break the lines of CLIENT LIST: printable ASCII without blanks. */
final class ClientNames {
    private ClientNames() {}

    /** The name at an argument, or an error reply. */
    static String checked(Call call, int index) {
        if (!isPlain(call.request(), index)) {
            throw new RedisException("ERR Client names cannot contain spaces, newlines or special characters.");
        }
        return call.text(index);
    }

    /** The value of attribute {@code attribute} (as the client wrote it) at an argument, or an error reply. */
    static String attribute(Call call, String attribute, int index) {
        if (!isPlain(call.request(), index)) {
            throw new RedisException("ERR " + attribute + " cannot contain spaces, newlines or special characters.");
        }
        return call.text(index);
    }

    private static boolean isPlain(Request request, int index) {
        int from = request.offset(index);
        for (int i = from; i < from + request.length(index); i++) {
            byte b = request.buffer()[i];
            if (b < '!' || b > '~') {
                return false;
            }
        }
        return true;
    }
}
