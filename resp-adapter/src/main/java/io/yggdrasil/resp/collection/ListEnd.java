package io.yggdrasil.resp.collection;

/** An end of a list. */
public enum ListEnd {
    /** The head, with index 0. */
    LEFT,
    /** The tail, with index -1. */
    RIGHT
}
