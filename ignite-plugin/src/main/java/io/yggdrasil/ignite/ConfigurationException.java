package io.yggdrasil.ignite;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All mistakes of a configuration, found in one pass, so that the user mends them in one pass. */
public final class ConfigurationException extends YggdrasilException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Mistake[] mistakes;

    public ConfigurationException(List<Mistake> mistakes) {
        super(Kind.USER, message(mistakes));
        this.mistakes = mistakes.toArray(Mistake[]::new);
    }

    /** At least one. */
    public List<Mistake> mistakes() {
        return List.of(mistakes);
    }

    private static String message(List<Mistake> mistakes) {
        return mistakes.stream()
                .map(Mistake::toString)
                .collect(Collectors.joining("\n  ", mistakes.size() + " configuration mistake(s):\n  ", ""));
    }

    /**
     * One value that cannot be.
     *
     * @param name path of the setting, as {@code namespaces[2].backups}
     * @param value the value it has, null when unset
     * @param allowed what it may be
     */
    public record Mistake(String name, @Nullable String value, String allowed) implements Serializable {
        @Override
        public String toString() {
            return name + "=" + (value == null ? "(unset)" : value) + ", allowed: " + allowed;
        }
    }
}
