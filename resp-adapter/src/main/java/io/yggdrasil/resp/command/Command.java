package io.yggdrasil.resp.command;

import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One command as declared: everything that the dispatcher, COMMAND and the ACL need to know of it. Immutable.
 *
 * <p>A container command ({@code CLIENT}, {@code CONFIG}) has subcommands, each a command of its own whose
 * {@link #fullName()} is {@code client|list}.
 */
public final class Command {
    private final String name;
    private final String fullName;
    private final int arity;
    private final Set<CommandFlag> flags;
    private final Set<AclCategory> categories;
    private final List<KeySpec> keySpecs;
    private final List<KeySpec> lockedKeys;
    private final boolean looksUpKeys;
    private final List<String> tips;
    private final CommandGroup group;
    private final String since;
    private final String summary;
    private final String complexity;
    private final @Nullable String deprecatedSince;
    private final @Nullable String replacedBy;
    private final String syntax;
    private final boolean internal;
    private final @Nullable Waiting waiting;
    private final ScriptHabit.@Nullable Lookup habits;
    private final @Nullable Predicate<Request> sparing;
    private final @Nullable Predicate<Request> roaming;
    private @Nullable List<Argument> arguments;
    private final Map<String, Command> subcommands;
    private final @Nullable CommandHandler handler;
    private final boolean write;
    private final boolean readOnly;
    private final boolean denyOom;
    private final boolean use;
    private final boolean changesCollection;
    private final boolean changesValue;
    private final int overwritingCount;
    private final KeyRange keyRange;
    private final int id;

    private Command(Builder builder, @Nullable String container, IntSupplier ids) {
        this.id = ids.getAsInt();
        this.name = builder.name;
        this.fullName = container == null ? name : container + "|" + name;
        this.arity = builder.arity;
        this.flags = Collections.unmodifiableSet(builder.flags);
        this.keySpecs = List.copyOf(builder.keySpecs);
        boolean locksNone = builder.flags.contains(CommandFlag.PUBSUB) || builder.flags.contains(CommandFlag.UNLOCKED);
        this.lockedKeys = locksNone ? List.of() : keySpecs;
        this.looksUpKeys = keySpecs.stream().anyMatch(KeySpec::isUnknown);
        this.tips = List.copyOf(builder.tips);
        this.group = builder.group;
        this.since = builder.since;
        this.summary = builder.summary;
        this.complexity = builder.complexity;
        this.deprecatedSince = builder.deprecatedSince;
        this.replacedBy = builder.replacedBy;
        this.syntax = builder.syntax;
        this.internal = builder.internal;
        this.waiting = builder.waiting;
        this.habits = builder.habits;
        this.sparing = builder.sparing;
        this.roaming = builder.roaming;
        this.handler = builder.handler;
        this.categories = Collections.unmodifiableSet(builder.categories());
        Map<String, Command> children = new LinkedHashMap<>();
        for (Builder child : builder.subcommands) {
            child.group = builder.group;
            Command command = new Command(child, name, ids);
            children.put(command.name, command);
        }
        this.subcommands = Collections.unmodifiableMap(children);
        this.write = flags.contains(CommandFlag.WRITE) || flags.contains(CommandFlag.EXCLUSIVE);
        this.readOnly = flags.contains(CommandFlag.READONLY);
        this.denyOom = flags.contains(CommandFlag.DENYOOM);
        this.overwritingCount = builder.overwritingCount;
        this.changesCollection = write && group.isOfCollections();
        this.changesValue = write && group.isOfValues();
        this.use = !flags.contains(CommandFlag.UNNOTICED);
        this.keyRange = KeyRange.of(keySpecs);
        if (keyRange.isPartial()) {
            builder.flags.add(CommandFlag.MOVABLEKEYS);
        }
    }

    /** Starts the declaration of a command with its lower-case name. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** A small number, unique in the table: counters of commands are arrays indexed by it. */
    public int id() {
        return id;
    }

    /** Lower-case name, without its container. */
    public String name() {
        return name;
    }

    /** Lower-case name with its container: {@code config|get}. */
    public String fullName() {
        return fullName;
    }

    /** Number of arguments with the name; negative: at least that many. */
    public int arity() {
        return arity;
    }

    /** Whether {@code count} arguments, names included, fit. */
    public boolean takes(int count) {
        return arity >= 0 ? count == arity : count >= -arity;
    }

    /** Flags. */
    public Set<CommandFlag> flags() {
        return flags;
    }

    /** Whether the command has the flag. */
    public boolean has(CommandFlag flag) {
        return flags.contains(flag);
    }

    /** ACL categories, those implied by group and flags included. */
    public Set<AclCategory> categories() {
        return categories;
    }

    /** Where the keys are. */
    public List<KeySpec> keySpecs() {
        return keySpecs;
    }

    /**
     * Where the keys stand that are routed, locked and read or written. Shard channels are declared like keys, as cluster mode
     * has them on the node of their slot; yet they are none.
     */
    public List<KeySpec> lockedKeys() {
        return lockedKeys;
    }

    /** Whether it may read keys that its arguments do not name, as SORT does. */
    public boolean looksUpKeys() {
        return looksUpKeys;
    }

    /** Tips for proxies ({@code nondeterministic_output}, {@code request_policy:all_shards} ...). */
    public List<String> tips() {
        return tips;
    }

    /** Group of COMMAND DOCS. */
    public CommandGroup group() {
        return group;
    }

    /** The first Redis version with this command. */
    public String since() {
        return since;
    }

    /** One line on what it does. */
    public String summary() {
        return summary;
    }

    /** Its cost. */
    public String complexity() {
        return complexity;
    }

    /** The Redis version from which on it is deprecated, or null. */
    public @Nullable String deprecatedSince() {
        return deprecatedSince;
    }

    /** What to use instead of a deprecated command, or null. */
    public @Nullable String replacedBy() {
        return replacedBy;
    }

    /** Whether it is there for the server's own developers and tests rather than for users. */
    public boolean isInternal() {
        return internal;
    }

    /** What follows the name; read from the declared syntax on the first call, by any thread. */
    public List<Argument> arguments() {
        List<Argument> read = arguments;
        if (read == null) {
            read = Syntax.parse(syntax);
            arguments = read;
        }
        return read;
    }

    /** Subcommands by lower-case name; empty for a plain command. */
    public Map<String, Command> subcommands() {
        return subcommands;
    }

    /** Handler, or null for a container. */
    public @Nullable CommandHandler handler() {
        return handler;
    }

    /** How it waits for keys that have nothing for it; null for most. */
    public @Nullable Waiting waiting() {
        return waiting;
    }

    /** What is known of the script that a request of this command runs; null when nothing is. */
    public @Nullable ScriptHabit habit(Request request) {
        return habits == null ? null : habits.of(request);
    }

    /** Whether it may change keys, and so needs them locked. */
    public boolean isWrite() {
        return write;
    }

    /** Whether a request of it may change keys, or publish: so may scripts, but for those that say that they do not. */
    public boolean mayWrite(Request request) {
        return write || has(CommandFlag.MAY_REPLICATE) && (sparing == null || !sparing.test(request));
    }

    /** Whether a request of it looks at keys all over the keyspace: so do some commands, and some requests that name patterns. */
    public boolean isAboutAllKeys(Request request) {
        return has(CommandFlag.WHOLE_KEYSPACE) || roaming != null && roaming.test(request);
    }

    /** Whether it reads keys only. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** Whether its keys count as used. */
    public boolean isUse() {
        return use;
    }

    /** Whether, given this many arguments, it stores a value at its only key and does not look at the one before. */
    public boolean overwrites(int count) {
        return count == overwritingCount;
    }

    /** Whether it may change a collection, and looks at it first. */
    public boolean changesCollection() {
        return changesCollection;
    }

    /** Whether it may change a string or a collection, and looks at it first. */
    public boolean changesValue() {
        return changesValue;
    }

    /** Whether it may need memory, and so is refused when there is none. */
    public boolean isDenyOom() {
        return denyOom;
    }

    /** Index of the first key in the old three-number form, or 0. */
    public int firstKey() {
        return keyRange.first();
    }

    /** Index of the last key in the old three-number form; negative from the end. */
    public int lastKey() {
        return keyRange.last();
    }

    /** Step in the old three-number form. */
    public int keyStep() {
        return keyRange.step();
    }

    @Override
    public String toString() {
        return fullName;
    }

    /** Declares a command. */
    public static final class Builder {
        private final String name;
        private int arity = 1;
        private final EnumSet<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
        private final EnumSet<AclCategory> extraCategories = EnumSet.noneOf(AclCategory.class);
        private boolean ofGroupCategory = true;
        private final List<KeySpec> keySpecs = new ArrayList<>();
        private final List<String> tips = new ArrayList<>();
        private CommandGroup group = CommandGroup.GENERIC;
        private String since = "1.0.0";
        private String summary = "";
        private String complexity = "O(1)";
        private @Nullable String deprecatedSince;
        private @Nullable String replacedBy;
        private String syntax = "";
        private boolean internal;
        private @Nullable Waiting waiting;
        private ScriptHabit.@Nullable Lookup habits;
        private @Nullable Predicate<Request> sparing;
        private @Nullable Predicate<Request> roaming;
        private int overwritingCount = -1;
        private final List<Builder> subcommands = new ArrayList<>();
        private @Nullable CommandHandler handler;

        private Builder(String name) {
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("name=" + name + " is not lower case");
            }
            this.name = name;
        }

        /** Number of arguments with the name (and the container's); negative: at least. */
        public Builder arity(int count) {
            this.arity = count;
            return this;
        }

        /** What follows the name, in the notation of {@link Syntax}: {@code "key seconds condition=[NX|XX]"}. */
        public Builder syntax(String line) {
            this.syntax = line;
            return this;
        }

        /** Marks it as one for the server's own developers and tests. */
        public Builder internal() {
            this.internal = true;
            return this;
        }

        /** Says that with so many arguments it stores a value at its only key and does not look at the one before. */
        public Builder overwrites(int count) {
            this.overwritingCount = count;
            return this;
        }

        /** Has clients wait when its handler answers null. */
        public Builder waits(Waiting how) {
            this.waiting = how;
            return this;
        }

        /** Says how to find out what is known of the script that a request runs. */
        public Builder habits(ScriptHabit.Lookup lookup) {
            this.habits = lookup;
            return this;
        }

        /** Says which requests surely change nothing though the command may. */
        public Builder sparing(Predicate<Request> which) {
            this.sparing = which;
            return this;
        }

        /** Says which requests read keys that nobody can tell before. */
        public Builder roaming(Predicate<Request> which) {
            this.roaming = which;
            return this;
        }

        /** Adds flags. */
        public Builder flags(CommandFlag... more) {
            flags.addAll(List.of(more));
            return this;
        }

        /** Adds ACL categories beyond those that group and flags imply. */
        public Builder acl(AclCategory... more) {
            extraCategories.addAll(List.of(more));
            return this;
        }

        /** Leaves out the category that the group implies, and adds these. */
        public Builder aclWithoutGroup(AclCategory... others) {
            ofGroupCategory = false;
            return acl(others);
        }

        /** Adds key specs. */
        public Builder keys(KeySpec... more) {
            keySpecs.addAll(List.of(more));
            return this;
        }

        /** Adds tips. */
        public Builder tips(String... more) {
            tips.addAll(List.of(more));
            return this;
        }

        /** Group; subcommands inherit it. */
        public Builder group(CommandGroup value) {
            this.group = value;
            return this;
        }

        /** First Redis version that has it. */
        public Builder since(String version) {
            this.since = version;
            return this;
        }

        /** One line on what it does, in our words. */
        public Builder summary(String line) {
            this.summary = line;
            return this;
        }

        /** Its cost. */
        public Builder complexity(String cost) {
            this.complexity = cost;
            return this;
        }

        /** Marks it as deprecated from a Redis version on. */
        public Builder deprecated(String version, String replacement) {
            this.deprecatedSince = version;
            this.replacedBy = replacement;
            return this;
        }

        /** Adds a subcommand. */
        public Builder sub(Builder child) {
            subcommands.add(child);
            return this;
        }

        /** What it does. */
        public Builder handler(CommandHandler value) {
            this.handler = value;
            return this;
        }

        Command build(IntSupplier ids) {
            if (handler == null && subcommands.isEmpty()) {
                throw new IllegalStateException("command " + name + " has neither a handler nor subcommands");
            }
            return new Command(this, null, ids);
        }

        private EnumSet<AclCategory> categories() {
            EnumSet<AclCategory> all = EnumSet.copyOf(extraCategories);
            AclCategory implied = group.category();
            boolean container = handler == null && !subcommands.isEmpty();
            if (implied != null && ofGroupCategory && !container) {
                all.add(implied);
            }
            if (flags.contains(CommandFlag.WRITE)) {
                all.add(AclCategory.WRITE);
            }
            if (flags.contains(CommandFlag.READONLY) && group != CommandGroup.SCRIPTING) {
                all.add(AclCategory.READ);
            }
            if (flags.contains(CommandFlag.ADMIN)) {
                all.add(AclCategory.ADMIN);
                all.add(AclCategory.DANGEROUS);
            }
            if (flags.contains(CommandFlag.PUBSUB)) {
                all.add(AclCategory.PUBSUB);
            }
            if (flags.contains(CommandFlag.BLOCKING)) {
                all.add(AclCategory.BLOCKING);
            }
            all.add(flags.contains(CommandFlag.FAST) ? AclCategory.FAST : AclCategory.SLOW);
            return all;
        }
    }
}
