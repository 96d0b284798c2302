package io.yggdrasil.resp.command.connection;

import static io.yggdrasil.resp.command.CommandFlag.ADMIN;
import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.NOSCRIPT;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.clients.ClientFilter;
import io.yggdrasil.resp.clients.ClientLine;
import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.clients.ClientType;
import io.yggdrasil.resp.clients.PauseGate;
import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandHandler;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.session.Blocked;
import io.yggdrasil.resp.session.ReplyMode;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.tracking.TrackingTable;
import java.util.List;
import java.util.function.Predicate;

/** CLIENT. */
public final class ClientCommands implements CommandFamily {
    private static final long MILLIS_MAX = Long.MAX_VALUE / 2;

    private final ClientRegistry clients;
    private final PauseGate gate;
    private final Tracking tracking;
    private final Predicate<String> users;

    /**
     * Makes the family.
     *
     * @param clients the clients of this node
     * @param gate what pauses them
     * @param table what those that cache have read
     * @param users whether there is a user of a name, which has one character a byte
     */
    public ClientCommands(ClientRegistry clients, PauseGate gate, TrackingTable table, Predicate<String> users) {
        this.users = users;
        this.clients = clients;
        this.gate = gate;
        this.tracking = new Tracking(clients, table);
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("client")
                .arity(-2)
                .group(CommandGroup.CONNECTION)
                .since("2.4.0")
                .complexity("Depends on subcommand.")
                .summary("Commands on connections.")
                .sub(own("id", 2, "5.0.0", "Tells the connection's number.", ClientCommands::id))
                .sub(own("info", 2, "6.2.0", "Describes the connection.", ClientCommands::info)
                        .tips("nondeterministic_output"))
                .sub(all("list", -2, "2.4.0", "Describes the connections.", this::list)
                        .syntax("[client-type=TYPE (NORMAL|MASTER|REPLICA|PUBSUB)]@5.0.0 [ID client-id...]@6.2.0")
                        .complexity("O(N) for N connections.")
                        .tips("nondeterministic_output"))
                .sub(all("kill", -3, "2.4.0", "Closes connections.", this::kill)
                        .syntax("filter=(old-format{ip:port}!2.8.12|new-format=([ID"
                                + " client-id]@2.8.12|[client-type=TYPE (NORMAL|MASTER@3.2.0|SLAVE"
                                + "|REPLICA@5.0.0|PUBSUB)]@2.8.12|[USER username]|[ADDR addr{ip:port}]"
                                + "|[LADDR laddr{ip:port}]@6.2.0|[SKIPME (YES|NO)])...)")
                        .complexity("O(N) for N connections."))
                .sub(own("getname", 2, "2.6.9", "Tells the connection's name.", ClientCommands::getName))
                .sub(own("setname", 3, "2.6.9", "Names the connection.", ClientCommands::setName)
                        .syntax("connection-name")
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded"))
                .sub(own("setinfo", 4, "7.2.0", "Tells the client's library.", ClientCommands::setInfo)
                        .syntax("attr=(LIB-NAME libname|LIB-VER libver)")
                        .tips("request_policy:all_nodes", "response_policy:all_succeeded"))
                .sub(all("no-evict", 3, "7.0.0", "Keeps the connection when memory is short.", ClientCommands::noEvict)
                        .syntax("enabled=(ON|OFF)"))
                .sub(own("no-touch", 3, "7.2.0", "Keeps reads from counting as uses.", ClientCommands::noTouch)
                        .syntax("enabled=(ON|OFF)"))
                .sub(own("reply", 3, "3.2.0", "Chooses which commands are answered.", ClientCommands::reply)
                        .syntax("action=(ON|OFF|SKIP)"))
                .sub(all("pause", -3, "3.0.0", "Holds the clients' commands for a time.", this::pause)
                        .syntax("timeout:integer mode=[WRITE|ALL]@6.2.0"))
                .sub(all("unpause", 2, "6.2.0", "Ends a pause.", this::unpause).complexity("O(N) for N held clients."))
                .sub(all("unblock", -3, "5.0.0", "Ends the wait of a blocked client.", this::unblock)
                        .syntax("client-id unblock-type=[TIMEOUT|ERROR]")
                        .complexity("O(1)"))
                .sub(own(
                                "tracking",
                                -3,
                                "6.0.0",
                                "Has the client told when keys change that it has read.",
                                tracking::tracking)
                        .syntax("status=(ON|OFF) [REDIRECT client-id] [PREFIX prefix]... [BCAST]"
                                + " [OPTIN] [OPTOUT] [NOLOOP]")
                        .complexity("O(1)"))
                .sub(own("trackinginfo", 2, "6.2.0", "Tells how keys are tracked.", Tracking::info))
                .sub(own(
                                "caching",
                                3,
                                "6.0.0",
                                "Says whether the keys of the next command are tracked.",
                                tracking::caching)
                        .syntax("mode=(YES|NO)"))
                .sub(own("getredir", 2, "6.0.0", "Tells which client is told of changed keys.", Tracking::redirection))
                .sub(ClientHelp.HELP.declare().acl(AclCategory.CONNECTION).since("5.0.0")));
    }

    private static Command.Builder own(String name, int arity, String since, String summary, CommandHandler handler) {
        return Command.named(name)
                .arity(arity)
                .flags(NOSCRIPT, LOADING, STALE)
                .acl(AclCategory.CONNECTION)
                .since(since)
                .summary(summary)
                .handler(handler);
    }

    private static Command.Builder all(String name, int arity, String since, String summary, CommandHandler handler) {
        return own(name, arity, since, summary, handler).flags(ADMIN);
    }

    private static void id(Call call) {
        call.reply().integer(call.session().id());
    }

    private static void info(Call call) {
        call.reply().verbatim("txt", line(call, call.session()));
    }

    private static String line(Call call, Session session) {
        long arguments = session == call.session() ? call.request().byteCount() : 0;
        return ClientLine.of(session, call.nowMillis(), arguments) + "\n";
    }

    private void list(Call call) {
        StringBuilder out = new StringBuilder();
        if (call.count() == 4 && call.is(2, "TYPE")) {
            ClientType type = ClientType.named(call.text(3));
            clients.all().stream()
                    .filter(session -> ClientType.of(session) == type)
                    .forEach(session -> out.append(line(call, session)));
        } else if (call.count() > 3 && call.is(2, "ID")) {
            appendNumbered(call, out);
        } else if (call.count() == 2) {
            clients.all().forEach(session -> out.append(line(call, session)));
        } else {
            throw Errors.syntax();
        }
        call.reply().verbatim("txt", out.toString());
    }

    private void appendNumbered(Call call, StringBuilder out) {
        for (int i = 3; i < call.count(); i++) {
            Session session = clients.find(call.integer(i, "ERR Invalid client ID"));
            if (session != null) {
                out.append(line(call, session));
            }
        }
    }

    private void kill(Call call) {
        boolean oldForm = call.count() == 3;
        ClientFilter filter =
                oldForm ? ClientFilter.ofAddress(call.session(), call.text(2)) : ClientFilter.parse(call, 2, users);
        List<Session> killed = clients.all().stream().filter(filter).toList();
        if (oldForm && killed.isEmpty()) {
            throw new RedisException("ERR No such client");
        }
        for (Session session : killed) {
            if (session == call.session()) {
                session.closeAfterReply();
            } else {
                clients.remove(session); // At once: its connection ends on a thread of its own.
                session.link().close(false);
            }
        }
        if (oldForm) {
            call.reply().ok();
        } else {
            call.reply().integer(killed.size());
        }
    }

    private static void getName(Call call) {
        String name = call.session().name();
        if (name.isEmpty()) {
            call.reply().nullBulk();
        } else {
            call.reply().bulk(name);
        }
    }

    private static void setName(Call call) {
        call.session().name(ClientNames.checked(call, 2));
        call.reply().ok();
    }

    private static void setInfo(Call call) {
        if (call.is(2, "LIB-NAME")) {
            call.session().libraryName(ClientNames.attribute(call, call.text(2), 3));
        } else if (call.is(2, "LIB-VER")) {
            call.session().libraryVersion(ClientNames.attribute(call, call.text(2), 3));
        } else {
            throw new RedisException("ERR Unrecognized option '" + call.text(2) + "'");
        }
        call.reply().ok();
    }

    private static void noEvict(Call call) {
        call.session().noEvict(onOrOff(call));
        call.reply().ok();
    }

    private static void noTouch(Call call) {
        call.session().noTouch(onOrOff(call));
        call.reply().ok();
    }

    private static boolean onOrOff(Call call) {
        if (!call.is(2, "ON") && !call.is(2, "OFF")) {
            throw Errors.syntax();
        }
        return call.is(2, "ON");
    }

    private static void reply(Call call) {
        Session session = call.session();
        if (call.is(2, "ON")) {
            session.replyMode(ReplyMode.ON);
        } else if (call.is(2, "OFF")) {
            session.replyMode(ReplyMode.OFF);
        } else if (call.is(2, "SKIP")) {
            if (session.replyMode() != ReplyMode.OFF) {
                session.replyMode(ReplyMode.SKIP_NEXT);
            }
        } else {
            throw Errors.syntax();
        }
        call.reply().ok();
    }

    private void pause(Call call) {
        boolean writesOnly = call.count() == 4 && call.is(3, "WRITE");
        if (call.count() > 4) {
            throw new RedisException(
                    "ERR unknown subcommand or wrong number of arguments for 'pause'. Try CLIENT HELP.");
        }
        if (call.count() == 4 && !writesOnly && !call.is(3, "ALL")) {
            throw new RedisException("ERR CLIENT PAUSE mode must be WRITE or ALL");
        }
        long millis = call.integer(2, "ERR timeout is not an integer or out of range");
        if (millis < 0) {
            throw new RedisException("ERR timeout is negative");
        }
        gate.pause(Math.min(millis, MILLIS_MAX), writesOnly);
        call.reply().ok();
    }

    private void unpause(Call call) {
        gate.unpause();
        call.reply().ok();
    }

    private void unblock(Call call) {
        boolean withError = call.count() == 4 && call.is(3, "ERROR");
        if (call.count() == 4 && !withError && !call.is(3, "TIMEOUT")) {
            throw new RedisException("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        }
        Session target = clients.find(call.integer(2));
        Blocked blocked = target == null ? null : target.blocked();
        call.reply().integer(blocked != null && blocked.unblock(withError));
    }
}
