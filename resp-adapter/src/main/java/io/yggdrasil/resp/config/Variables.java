package io.yggdrasil.resp.config;

import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that set keys: YGGDRASIL_ and the key in capitals, with _ for . and -. A namespace that a weaker
 * source has declared is found by its name written so; another name is taken in lower case.
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
    private final Collection<String> namespaces;

    /** Takes the names of the namespaces that are declared. */
    Variables(Collection<String> namespaces) {
        this.namespaces = namespaces;
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

    /** The variables of all keys, without those of named namespaces. */
    Set<String> names() {
        return paths.keySet();
    }

    /** The parts of the key that a variable sets, null when it sets none. */
    @Nullable
    List<String> path(String variable) {
        List<String> path = paths.get(variable);
        return path != null ? path : pathInNamespace(variable);
    }

    private @Nullable List<String> pathInNamespace(String variable) {
        String group = of(Settings.NAMESPACE) + "_";
        for (String property : Values.namespaceSettings().keySet()) {
            String end = of(property).substring(PREFIX.length() - 1);
            int length = variable.length() - end.length();
            if (variable.startsWith(group) && variable.endsWith(end) && length > group.length()) {
                return List.of(Settings.NAMESPACE, namespace(variable.substring(group.length(), length)), property);
            }
        }
        return null;
    }

    private String namespace(String written) {
        return namespaces.stream()
                .filter(name -> of(name).equals(PREFIX + written))
                .findFirst()
                .orElse(written.toLowerCase(Locale.ROOT));
    }
}
