package io.yggdrasil.resp.config;

import io.yggdrasil.ignite.YggdrasilException;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration, found in one pass, so that the user mends it in one pass. */
public final class InvalidConfigurationException extends YggdrasilException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    /** Makes the exception of at least one mistake. */
    public InvalidConfigurationException(List<Mistake> mistakes) {
        super(Kind.USER, message(mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** The mistakes in the order of the sources. */
    public List<Mistake> mistakes() {
        return mistakes;
    }

    private static String message(List<Mistake> mistakes) {
        String count = mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes";
        return mistakes.stream()
                .map(Mistake::toString)
                .collect(Collectors.joining("\n  ", count + " in the configuration:\n  ", ""));
    }
}
