package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.acl.AccessLog;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.wire.Latin;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.List;
import java.util.Locale;

/** ACL LOG. */
final class AclLogReply implements CommandHandler {
    private static final int ENTRIES = 10;
    private static final double MILLIS = 1000;

    private final AccessLog log;

    AclLogReply(AccessLog log) {
        this.log = log;
    }

    @Override
    public void execute(Call call) {
        if (call.count() > 3) {
            throw AclCommands.wrongSubcommand(call);
        }
        if (call.count() == 3 && call.is(2, "RESET")) {
            log.clear();
            call.reply().ok();
            return;
        }
        List<AccessLog.Entry> entries = log.latest(call.count() == 3 ? call.integer(2) : ENTRIES);
        call.reply().array(entries.size());
        entries.forEach(entry -> write(call.reply(), entry, call.nowMillis()));
    }

    private static void write(ReplyWriter reply, AccessLog.Entry entry, long nowMillis) {
        reply.map(10);
        reply.bulk("count");
        reply.integer(entry.count());
        reply.bulk("reason");
        reply.bulk(entry.reason().name().toLowerCase(Locale.ROOT));
        reply.bulk("context");
        reply.bulk(entry.context().name().toLowerCase(Locale.ROOT));
        reply.bulk("object");
        reply.bulk(Latin.bytes(entry.object()));
        reply.bulk("username");
        reply.bulk(Latin.bytes(entry.username()));
        reply.bulk("age-seconds");
        reply.real(Math.max(0, nowMillis - entry.updatedMillis()) / MILLIS);
        reply.bulk("client-info");
        reply.bulk(entry.clientInfo());
        reply.bulk("entry-id");
        reply.integer(entry.id());
        reply.bulk("timestamp-created");
        reply.integer(entry.createdMillis());
        reply.bulk("timestamp-last-updated");
        reply.integer(entry.updatedMillis());
    }
}
