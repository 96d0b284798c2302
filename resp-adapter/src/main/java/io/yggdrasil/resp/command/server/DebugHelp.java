package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Help;

/** DEBUG HELP. */
final class DebugHelp {
    static final Help HELP = new Help(
            "debug",
            "CHANGE-REPL-ID",
            "    Accepted; there is no replication.",
            "DIGEST",
            "    A signature of all keys of this node.",
            "DIGEST-VALUE <key> [<key> ...]",
            "    Signatures of keys.",
            "ERROR <text>",
            "    Answers an error.",
            "HTSTATS <database>",
            "    Number of keys and of keys that expire.",
            "JMAP",
            "    The classes that take most of the Java heap.",
            "LOG <text>",
            "    Writes a line to the log.",
            "OBJECT <key>",
            "    How a value is kept.",
            "POPULATE <count> [<prefix>] [<size>]",
            "    Stores <count> strings <prefix>:<number>, of <size> bytes. Keys that are there stay.",
            "PROTOCOL <type>",
            "    A reply of a type: STRING, INTEGER, DOUBLE, BIGNUM, NULL, ARRAY, SET, MAP, ATTRIB, PUSH, VERBATIM,",
            "    TRUE, FALSE.",
            "QUICKLIST-PACKED-THRESHOLD <size>",
            "    Accepted; lists have no such threshold.",
            "RELOAD [NOFLUSH] [MERGE]",
            "    Saves; the data stay as they are.",
            "SET-ACTIVE-EXPIRE (0|1)",
            "    Whether this node removes expired keys before somebody meets them.",
            "SET-DISABLE-DENY-SCRIPTS (0|1)",
            "    Whether scripts may run commands that are not for them.",
            "SLEEP <seconds>",
            "    Answers later. Other clients go on.",
            "STRINGMATCH-LEN <pattern> <text>",
            "    Whether a pattern matches a text.");

    private DebugHelp() {}
}
