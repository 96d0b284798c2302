package io.yggdrasil.resp.command;

import org.jspecify.annotations.NullMarked;

/** Random requests of some commands; what a {@link DifferentialTest} is fed with. */
@FunctionalInterface
@NullMarked
public interface RequestGenerator {
    /** The next request. Its keys come from {@link Dice#key()}; it is not about the present moment. */
    byte[][] next(Dice dice);

    /**
     * The form in which a reply is compared when its bytes differ: for commands that may answer in any order. As it
     * is, byte for byte, if not overridden.
     */
    default Reply canonical(byte[][] request, Reply reply) {
        return reply;
    }
}
