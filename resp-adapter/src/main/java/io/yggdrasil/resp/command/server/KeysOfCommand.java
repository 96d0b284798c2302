package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Request;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** COMMAND GETKEYS and GETKEYSANDFLAGS: the keys of the command given as arguments, by its key specs. */
final class KeysOfCommand {
    private static final int SKIPPED = 2;

    private final CommandTable table;

    KeysOfCommand(CommandTable table) {
        this.table = table;
    }

    void write(Call call, boolean withFlags) {
        Request request = behind(call.request());
        Command command = find(request);
        if (command == null) {
            throw new RedisException("ERR Invalid command specified");
        }
        if (command.keySpecs().stream().allMatch(spec -> spec.flags().contains(KeySpec.Flag.NOT_KEY))) {
            throw new RedisException("ERR The command has no key arguments");
        }
        if (!command.takes(request.count())) {
            throw new RedisException("ERR Invalid number of arguments specified for command");
        }
        KeyPositions keys = positions(command, request);
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
                CommandInfo.write(call.reply(), flags(command, request, keys.spec(i)));
            }
        }
    }

    /** None when a spec does not fit the arguments; only keys behind a keyword may be left out. */
    private static KeyPositions positions(Command command, Request request) {
        KeyPositions keys = new KeyPositions();
        for (KeySpec spec : command.keySpecs()) {
            if (!spec.flags().contains(KeySpec.Flag.NOT_KEY)) {
                int before = keys.count();
                spec.collect(request, keys);
                if (keys.count() == before && spec.keyword() == null && !spec.isUnknown()) {
                    return new KeyPositions();
                }
            }
        }
        return keys;
    }

    private static Request behind(Request request) {
        byte[][] arguments = new byte[request.count() - SKIPPED][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = request.bytes(i + SKIPPED);
        }
        return Request.of(arguments);
    }

    private @Nullable Command find(Request request) {
        Command command = table.find(request);
        if (command == null || command.subcommands().isEmpty() || request.count() < 2) {
            return command;
        }
        return command.subcommands().get(request.text(1).toLowerCase(Locale.ROOT));
    }

    /** What SET and BITFIELD do with their key depends on their arguments. */
    private static Set<KeySpec.Flag> flags(Command command, Request request, KeySpec spec) {
        if (!spec.flags().contains(KeySpec.Flag.VARIABLE_FLAGS)) {
            return spec.flags();
        }
        return switch (command.fullName()) {
            case "set" ->
                has(request, 3, "GET")
                        ? EnumSet.of(KeySpec.Flag.RW, KeySpec.Flag.ACCESS, KeySpec.Flag.UPDATE)
                        : EnumSet.of(KeySpec.Flag.OW, KeySpec.Flag.UPDATE);
            case "bitfield" ->
                has(request, 2, "SET") || has(request, 2, "INCRBY")
                        ? EnumSet.of(KeySpec.Flag.RW, KeySpec.Flag.ACCESS, KeySpec.Flag.UPDATE)
                        : EnumSet.of(KeySpec.Flag.RO, KeySpec.Flag.ACCESS);
            default -> spec.flags();
        };
    }

    private static boolean has(Request request, int from, String word) {
        for (int i = from; i < request.count(); i++) {
            if (request.is(i, word)) {
                return true;
            }
        }
        return false;
    }
}
