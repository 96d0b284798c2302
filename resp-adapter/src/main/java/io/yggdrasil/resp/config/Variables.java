package io.yggdrasil.resp.config;

import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that set keys: YGGDRASIL_ and the key in capitals, with _ for . and -. A namespace or region that
 * a weaker source has declared is found by its name written so; another name is taken in lower case.
 */
final class Variables {
    private static final String PREFIX = "YGGDRASIL_";

    /**
     * What is left alone among the variables that begin with YGGDRASIL_: the launcher's own, and those that Kubernetes sets
     * in every pod of a namespace with a service named yggdrasil.
     */
    private static final Pattern FOREIGN = Pattern.compile("YGGDRASIL_(HOME|JAVA_OPTS|PORT_[0-9]+_.*|SERVICE_.*)");

    private static final String FOREIGN_VALUE = "tcp://";

    private final Map<String, List<String>> paths = new LinkedHashMap<>();
    private final Function<String, Collection<String>> names;

    /** Takes the names that are declared in each group. */
    Variables(Function<String, Collection<String>> names) {
        this.names = names;
        for (Parameter parameter : new Parameters().all()) {
            if (parameter.isForStart()) {
                paths.put(of(parameter.name()), List.of(parameter.name()));
            }
        }
        Settings.all().keySet().forEach(key -> paths.put(of(key), List.of(key.split("\\."))));
    }

    /** The variable that sets a key. */
    private static String of(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether a variable is meant for this server. */
    static boolean isOurs(String name, String value) {
        return name.startsWith(PREFIX) && !FOREIGN.matcher(name).matches() && !value.startsWith(FOREIGN_VALUE);
    }

    /** The variables of all keys, without those of what users name. */
    Set<String> names() {
        return paths.keySet();
    }

    /** The parts of the key that a variable sets, null when it sets none. */
    @Nullable
    List<String> path(String variable) {
        List<String> path = paths.get(variable);
        for (String group : Settings.GROUPS) {
            path = path != null ? path : pathIn(group, variable);
        }
        return path;
    }

    private @Nullable List<String> pathIn(String group, String variable) {
        String start = of(group) + "_";
        List<String> properties = new ArrayList<>(Values.namedSettings(group).keySet());
        properties.sort(Comparator.comparingInt(String::length).reversed()); // One may end as another does.
        for (String property : properties) {
            String end = of(property).substring(PREFIX.length() - 1);
            int length = variable.length() - end.length();
            if (variable.startsWith(start) && variable.endsWith(end) && length > start.length()) {
                return List.of(group, name(group, variable.substring(start.length(), length)), property);
            }
        }
        return null;
    }

    private String name(String group, String written) {
        return names.apply(group).stream()
                .filter(name -> of(name).equals(PREFIX + written))
                .findFirst()
                .orElse(written.toLowerCase(Locale.ROOT));
    }
}
