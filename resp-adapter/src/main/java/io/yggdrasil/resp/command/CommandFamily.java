package io.yggdrasil.resp.command;

/** A group of commands that register themselves together. Features extend the server by adding a family. */
@FunctionalInterface
public interface CommandFamily {
    /** Adds the family's commands. */
    void register(CommandTable table);
}
