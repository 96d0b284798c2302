package io.yggdrasil.resp.grid;

/** Where the keys of a command are. */
public enum Route {
    /** This node is the primary of all. */
    LOCAL,
    /** One other node is the primary of all; {@link GridKeyspaces#remoteNode} names it. */
    REMOTE,
    /** Several nodes are primaries. */
    SPANNING,
    /** Not known now: ownership is being decided or a database is being started. Ask again soon. */
    UNSETTLED
}
