package io.yggdrasil.resp.parameter;

import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.command.RedisException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The parameters of one server: found by name, changed together or not at all. */
public final class Parameters {
    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    /** Makes Redis's parameters with their defaults. */
    public Parameters() {
        RedisParameters.declare(this);
    }

    void add(Parameter parameter) {
        if (byName.put(parameter.name(), parameter) != null) {
            throw new IllegalStateException("parameter " + parameter.name() + " is declared twice");
        }
        String alias = parameter.alias();
        if (alias != null) {
            byName.put(alias, parameter);
        }
    }

    /** Parameter by name or alias in any case, or null. */
    public @Nullable Parameter find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    /** Parameter that is known to be there. */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("parameter=" + name);
        }
        return parameter;
    }

    /** The value of a parameter as text. */
    public String text(String name) {
        return get(name).text();
    }

    /** The value of a parameter as a number. */
    public long number(String name) {
        return get(name).number();
    }

    /** Whether a parameter is {@code yes}. */
    public boolean isOn(String name) {
        return get(name).isOn();
    }

    /** Reads a number again and again without a look-up. */
    public LongSupplier reader(String name) {
        return get(name)::number;
    }

    /** Every parameter, once. */
    public Collection<Parameter> all() {
        return Collections.unmodifiableSet(new java.util.LinkedHashSet<>(byName.values()));
    }

    /**
     * The parameters that CONFIG GET shows for a pattern, by the name that matched: an alias is shown when it is asked
     * for or matches.
     */
    public Map<String, Parameter> match(String pattern) {
        Map<String, Parameter> found = new LinkedHashMap<>();
        if (!isPattern(pattern)) {
            Parameter parameter = find(pattern);
            if (parameter != null) {
                found.put(pattern, parameter);
            }
            return found;
        }
        Glob glob = Glob.ofName(pattern);
        byName.forEach((name, parameter) -> {
            if (!parameter.isHidden() && glob.matches(name)) {
                found.put(name, parameter);
            }
        });
        return found;
    }

    private static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** Lets a parameter take no number above {@code max}, with {@code reason} as the error; to be said at the start. */
    public void ceiling(String name, long max, String reason) {
        get(name).ceiling(max, reason);
    }

    /**
     * Sets a parameter before the server runs; immutable ones may be set, too.
     *
     * @throws IllegalArgumentException with the reason when there is no such parameter or the value does not fit
     */
    public void start(String name, String value) {
        Parameter parameter = find(name);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no parameter of this name");
        }
        synchronized (this) {
            parameter.keep(parameter.read(value));
        }
    }

    /**
     * CONFIG SET: sets all or none.
     *
     * @param names names, each once
     * @param values as many values
     * @param allowProtected whether this client may set protected parameters
     * @throws RedisException with Redis's text
     */
    public synchronized void set(String[] names, String[] values, boolean allowProtected) {
        Map<Parameter, String> changes = new LinkedHashMap<>();
        for (String name : names) {
            Parameter parameter = find(name);
            if (parameter == null) {
                throw new RedisException("ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
            }
            if (parameter.access() == Parameter.Access.IMMUTABLE || parameter.access() == Parameter.Access.AT_START) {
                throw failed(name, "can't set immutable config");
            }
            if (parameter.access() == Parameter.Access.PROTECTED && !allowProtected) {
                throw failed(name, "can't set protected config");
            }
            if (changes.put(parameter, "") != null) {
                throw failed(name, "duplicate parameter");
            }
        }
        Parameter[] parameters = changes.keySet().toArray(new Parameter[0]);
        for (int i = 0; i < parameters.length; i++) {
            changes.put(parameters[i], read(parameters[i], names[i], values[i]));
        }
        apply(changes);
    }

    private static String read(Parameter parameter, String name, String value) {
        try {
            return parameter.read(value);
        } catch (IllegalArgumentException e) {
            throw failed(name.toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
        }
    }

    /** A listener may refuse a value by an IllegalArgumentException; all are then set back. */
    private static void apply(Map<Parameter, String> changes) {
        Map<Parameter, String> before = new LinkedHashMap<>();
        for (Map.Entry<Parameter, String> change : changes.entrySet()) {
            Parameter parameter = change.getKey();
            before.put(parameter, parameter.text());
            try {
                parameter.keep(change.getValue());
            } catch (IllegalArgumentException e) {
                before.forEach(Parameter::keep);
                throw failed(parameter.name(), String.valueOf(e.getMessage()));
            }
        }
    }

    private static RedisException failed(String name, String reason) {
        return new RedisException("ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
    }
}
