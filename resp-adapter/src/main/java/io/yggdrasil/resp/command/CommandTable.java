package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.Request;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every command that the server knows, found by name without case and without garbage.
 *
 * <p>Filled once at start by {@link CommandFamily families}, then read by all threads.
 */
public final class CommandTable {
    private final Map<String, Command> byName = new LinkedHashMap<>();
    private final @Nullable Command[] slots = new Command[1024];
    private int ids;

    /** Registers a command. A second one of the same name is a programming error. */
    public CommandTable add(Command.Builder builder) {
        Command command = builder.build(() -> ids++);
        if (byName.put(command.name(), command) != null) {
            throw new IllegalStateException("command " + command.name() + " is declared twice");
        }
        int mask = slots.length - 1;
        int at = hash(command.name()) & mask;
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        slots[at] = command;
        if (byName.size() * 2 > slots.length) {
            throw new IllegalStateException("command table is full: " + byName.size());
        }
        return this;
    }

    /** Registers a family's commands. */
    public CommandTable add(CommandFamily family) {
        family.register(this);
        return this;
    }

    /** All commands in the order of their registration. */
    public Collection<Command> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** One more than the highest {@link Command#id()}. */
    public int idCount() {
        return ids;
    }

    /** Command by name in any case; {@code "config|get"} finds a subcommand. Null when unknown. */
    public @Nullable Command find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int bar = lower.indexOf('|');
        if (bar < 0) {
            return byName.get(lower);
        }
        Command container = byName.get(lower.substring(0, bar));
        return container == null ? null : container.subcommands().get(lower.substring(bar + 1));
    }

    /** Command named by argument 0, before any subcommand is looked at. Null when unknown. */
    public @Nullable Command find(Request request) {
        byte[] bytes = request.buffer();
        int from = request.offset(0);
        int length = request.length(0);
        int mask = slots.length - 1;
        int at = hash(bytes, from, length) & mask;
        for (Command command = slots[at]; command != null; command = slots[at = (at + 1) & mask]) {
            if (matches(command.name(), bytes, from, length)) {
                return command;
            }
        }
        return null;
    }

    /** Command or subcommand that a request means; a container for one that names no subcommand. Null when unknown. */
    public @Nullable Command resolve(Request request) {
        Command command = find(request);
        if (command == null || command.subcommands().isEmpty() || request.count() < 2) {
            return command;
        }
        return command.subcommands().get(request.text(1).toLowerCase(Locale.ROOT));
    }

    private static boolean matches(String name, byte[] bytes, int from, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != lower(bytes[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 31 + name.charAt(i);
        }
        return spread(hash);
    }

    private static int hash(byte[] bytes, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + lower(bytes[i]);
        }
        return spread(hash);
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 16;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
