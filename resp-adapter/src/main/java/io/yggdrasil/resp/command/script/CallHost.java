package io.yggdrasil.resp.command.script;

import io.yggdrasil.resp.command.NestedClient;
import io.yggdrasil.resp.command.NestedCommands;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.script.ScriptHost;
import io.yggdrasil.resp.wire.Request;

/** Runs the commands of one script inside the call that runs the script. */
final class CallHost implements ScriptHost {
    private final NestedCommands commands;
    private final NestedClient client;

    CallHost(NestedCommands commands, NestedClient client) {
        this.commands = commands;
        this.client = client;
    }

    @Override
    public byte[] call(byte[][] arguments) {
        return commands.run(Request.of(arguments), client);
    }

    @Override
    public void protocol(int version) {
        client.session().protocol(version);
    }

    @Override
    public int protocol() {
        return client.session().protocol();
    }

    @Override
    public int mayRun(byte[][] arguments) {
        try {
            return commands.mayRun(Request.of(arguments), client) ? 0 : 1;
        } catch (RedisException e) {
            return -1;
        }
    }

    @Override
    public void onError(String text) {
        commands.onError(text);
    }
}
