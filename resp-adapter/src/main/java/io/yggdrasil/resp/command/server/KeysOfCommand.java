package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.KeyUse;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Request;

/** COMMAND GETKEYS and GETKEYSANDFLAGS: the keys of the command given as arguments, by its key specs. */
final class KeysOfCommand {
    private static final int SKIPPED = 2;

    private final CommandTable table;

    KeysOfCommand(CommandTable table) {
        this.table = table;
    }

    void write(Call call, boolean withFlags) {
        Request request = behind(call.request());
        Command command = table.resolve(request);
        if (command == null) {
            throw new RedisException("ERR Invalid command specified");
        }
        if (!KeyUse.hasKeys(command)) {
            throw new RedisException("ERR The command has no key arguments");
        }
        if (!command.takes(request.count())) {
            throw new RedisException("ERR Invalid number of arguments specified for command");
        }
        KeyPositions keys = KeyUse.positions(command, request);
        if (keys.count() == 0 && !command.has(CommandFlag.NO_MANDATORY_KEYS)) {
            throw new RedisException("ERR Invalid arguments specified for command");
        }
        call.reply().array(keys.count());
        for (int i = 0; i < keys.count(); i++) {
            if (withFlags) {
                call.reply().array(2);
            }
            call.reply().bulk(request.bytes(keys.index(i)));
            if (withFlags) {
                CommandInfo.write(call.reply(), KeyUse.flags(command, request, keys.spec(i)));
            }
        }
    }

    private static Request behind(Request request) {
        byte[][] arguments = new byte[request.count() - SKIPPED][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = request.bytes(i + SKIPPED);
        }
        return Request.of(arguments);
    }
}
