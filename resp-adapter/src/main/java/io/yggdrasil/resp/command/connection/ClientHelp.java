package io.yggdrasil.resp.command.connection;

import io.yggdrasil.resp.command.Help;

/** CLIENT HELP. */
final class ClientHelp {
    static final Help HELP = new Help(
            "client",
            "CACHING (YES|NO)",
            "    Needs tracking, which this server does not do.",
            "GETNAME",
            "    The connection's name.",
            "GETREDIR",
            "    Where invalidations go: always -1, there are none.",
            "ID",
            "    The connection's number.",
            "INFO",
            "    The connection in one line.",
            "KILL <ip:port>",
            "    Closes the connection from an address.",
            "KILL <option> <value> [<option> <value> ...]",
            "    Closes every connection that fits all options:",
            "    * ADDR <ip:port>",
            "      The client's address.",
            "    * ID <number>",
            "      The connection's number.",
            "    * LADDR <ip:port>",
            "      The server's address.",
            "    * SKIPME (YES|NO)",
            "      Whether to leave this connection out (default: yes).",
            "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
            "      The class of clients.",
            "    * USER <name>",
            "      The authenticated user.",
            "LIST [TYPE <type> | ID <number> ...]",
            "    The connections, a line each.",
            "NO-EVICT (ON|OFF)",
            "    Whether to keep the connection when clients need too much memory.",
            "NO-TOUCH (ON|OFF)",
            "    Whether reads of this connection do not count as uses of keys.",
            "PAUSE <milliseconds> [WRITE|ALL]",
            "    Holds all commands, or those that write, for a time.",
            "REPLY (ON|OFF|SKIP)",
            "    Answers all commands, none, or all but the next.",
            "SETINFO <option> <value>",
            "    Describes the client: LIB-NAME or LIB-VER.",
            "SETNAME <name>",
            "    Names the connection.",
            "TRACKING (ON|OFF) [<option> ...]",
            "    ON is refused: this server does not track keys.",
            "TRACKINGINFO",
            "    The state of tracking.",
            "UNBLOCK <number> [TIMEOUT|ERROR]",
            "    Ends the wait of another connection's blocking command.",
            "UNPAUSE",
            "    Ends a pause.");

    private ClientHelp() {}
}
