package io.yggdrasil.resp.script;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The scripts that run on other nodes. */
@FunctionalInterface
public interface OtherScripts {
    /** As {@link RunningScripts#kill}: of all nodes, this one included. Does not wait. */
    void kill(boolean function, Consumer<@Nullable String> done);
}
