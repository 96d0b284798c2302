package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a script. Whether it is brief follows from its code and is sure. Whether it keeps to the keys that
 * clients declare is what its runs have shown: a guess, which saves locks while it holds and may prove wrong.
 *
 * <p>Threads: any; one object for all runs of a script.
 */
public final class ScriptHabit {
    private final boolean brief;
    private volatile Reach reach = Reach.UNKNOWN;

    private enum Reach {
        UNKNOWN,
        DECLARED,
        ANYWHERE
    }

    /** Makes the habit of a script that has not been run; {@code brief} says that no run takes longer than its commands. */
    public ScriptHabit(boolean brief) {
        this.brief = brief;
    }

    /** Finds the habit of the script that a request runs. */
    @FunctionalInterface
    public interface Lookup {
        /** The habit; null when the script is not known. */
        @Nullable
        ScriptHabit of(Request request);
    }

    /** Whether a run surely ends soon: an event loop may wait for it. */
    public boolean isBrief() {
        return brief;
    }

    /** Whether the script has been run and named no keys but those that were declared. */
    public boolean keepsToDeclared() {
        return reach == Reach.DECLARED;
    }

    /** A run has named no other keys than were declared. */
    public void onKept() {
        if (reach == Reach.UNKNOWN) {
            reach = Reach.DECLARED;
        }
    }

    /** A run has named other keys than were declared. */
    public void onStrayed() {
        reach = Reach.ANYWHERE;
    }
}
