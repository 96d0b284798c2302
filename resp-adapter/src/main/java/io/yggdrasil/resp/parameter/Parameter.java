package io.yggdrasil.resp.parameter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One parameter and its value. Values are changed by {@link Parameters} alone and read by any thread. */
public final class Parameter {
    /** Who may change a parameter, and when. */
    enum Access {
        /** CONFIG SET may. */
        MODIFIABLE,
        /** Only the start may. */
        AT_START,
        /** Nobody: it tells of something that is decided elsewhere, or that there is not. */
        IMMUTABLE,
        /** CONFIG SET may when {@code enable-protected-configs} says so. */
        PROTECTED
    }

    private final String name;
    private final @Nullable String alias;
    private final ParameterFormat format;
    private final Access access;
    private final String initial;
    private final boolean hidden;
    private final boolean sensitive;
    private final List<Consumer<Parameter>> listeners = new CopyOnWriteArrayList<>();
    private volatile String text;
    private volatile long number;
    private long ceiling = -1;
    private String ceilingReason = "";

    Parameter(
            String name,
            @Nullable String alias,
            ParameterFormat format,
            Access access,
            String initial,
            boolean hidden,
            boolean sensitive) {
        this.name = name;
        this.alias = alias;
        this.format = format;
        this.access = access;
        this.hidden = hidden;
        this.sensitive = sensitive;
        this.initial = initial;
        this.text = initial;
        this.number = format.number(initial);
    }

    /** Its name, lower case. */
    public String name() {
        return name;
    }

    /** Its older name, or null. */
    public @Nullable String alias() {
        return alias;
    }

    /** Whether patterns of CONFIG GET pass it by. */
    boolean isHidden() {
        return hidden;
    }

    /** Whether its value is a secret: logs and monitors show it as redacted. */
    public boolean isSensitive() {
        return sensitive;
    }

    /** Whether the start may set it. */
    public boolean isForStart() {
        return access != Access.IMMUTABLE;
    }

    Access access() {
        return access;
    }

    /** The value as CONFIG GET writes it. */
    public String text() {
        return format.shown(text);
    }

    /** The whole value, where CONFIG GET does not tell all of it. */
    public String kept() {
        return text;
    }

    /** The value as a number: the number itself, 1 or 0 for yes or no, a choice's index, else 0. */
    public long number() {
        return number;
    }

    /** Whether the value is {@code yes}. */
    public boolean isOn() {
        return number == 1 && text.equals("yes");
    }

    /** Whether the value is not the one that it starts with. */
    public boolean isChanged() {
        return !text.equals(initial);
    }

    /** Tells {@code listener} of each new value, on the thread that sets it. */
    public void onChange(Consumer<Parameter> listener) {
        listeners.add(listener);
    }

    /** Takes no number above {@code max} from now on; {@code reason} tells why. For the start. */
    void ceiling(long max, String reason) {
        ceiling = max;
        ceilingReason = reason;
    }

    /** The kept form of a new value, or an IllegalArgumentException with the reason. */
    String read(String value) {
        String kept = format.read(value, text);
        if (Long.compareUnsigned(format.number(kept), ceiling) > 0) {
            throw new IllegalArgumentException(ceilingReason);
        }
        return kept;
    }

    void keep(String kept) {
        boolean changed = !kept.equals(text);
        text = kept;
        number = format.number(kept);
        if (changed) {
            listeners.forEach(listener -> listener.accept(this));
        }
    }

    @Override
    public String toString() {
        return name + "=" + (sensitive ? "(redacted)" : text);
    }
}
