package io.yggdrasil.resp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.yggdrasil.resp.parameter.Parameter;
import org.slf4j.LoggerFactory;

/** Makes the server's own log as talkative as the parameter {@code loglevel} says. Ignite's is left as it is. */
final class LogLevel {
    private static final String OURS = "io.yggdrasil";

    private LogLevel() {}

    /** Sets the level to what the parameter says now, unless that is what it says anyway, and at each change. */
    static void follow(Parameter loglevel) {
        if (loglevel.isChanged()) {
            set(loglevel.text());
        }
        loglevel.onChange(changed -> set(changed.text()));
    }

    private static void set(String level) {
        if (LoggerFactory.getLogger(OURS)
                instanceof Logger ours) { // An embedding program may log with another library.
            ours.setLevel(of(level));
        }
    }

    private static Level of(String level) {
        return switch (level) {
            case "debug", "verbose" -> Level.DEBUG;
            case "warning" -> Level.WARN;
            case "nothing" -> Level.OFF;
            default -> Level.INFO;
        };
    }
}
