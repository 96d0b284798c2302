package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.acl.Denial;
import io.yggdrasil.resp.acl.User;
import io.yggdrasil.resp.acl.UserSet;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Request;

/** ACL DRYRUN: judges the request that stands in the arguments. */
final class DryRun {
    private static final int FIRST = 3;

    private final CommandTable table;
    private final UserSet users;

    DryRun(CommandTable table, UserSet users) {
        this.table = table;
        this.users = users;
    }

    void write(Call call) {
        User user = users.find(call.token(2));
        if (user == null) {
            throw new RedisException("ERR User '" + call.text(2) + "' not found");
        }
        Request request = request(call);
        Command command = table.resolve(request);
        if (command == null) {
            throw new RedisException("ERR Command '" + call.text(FIRST) + "' not found");
        }
        if (!command.takes(request.count())) {
            throw Errors.arity(command.fullName());
        }
        long denial = user.judge(command, request);
        if (denial == Denial.NONE) {
            call.reply().ok();
        } else {
            call.reply().bulk("User " + call.text(2) + " has no permissions to " + what(denial, command, request));
        }
    }

    private static String what(long denial, Command command, Request request) {
        return switch (Denial.reason(denial)) {
            case KEY -> "access the '" + request.text(Denial.argument(denial)) + "' key";
            case CHANNEL -> "access the '" + request.text(Denial.argument(denial)) + "' channel";
            default -> "run the '" + command.fullName() + "' command";
        };
    }

    private static Request request(Call call) {
        byte[][] arguments = new byte[call.count() - FIRST][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = call.bytes(FIRST + i);
        }
        return Request.of(arguments);
    }
}
