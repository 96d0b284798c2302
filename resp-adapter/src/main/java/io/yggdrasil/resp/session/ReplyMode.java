package io.yggdrasil.resp.session;

/** CLIENT REPLY. */
public enum ReplyMode {
    /** Every command is answered. */
    ON,
    /** None is. */
    OFF,
    /** The next one is not; set by CLIENT REPLY SKIP, takes effect after it. */
    SKIP_NEXT,
    /** This one is not. */
    SKIP_THIS
}
