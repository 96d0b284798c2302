package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.Argument;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.state.MemoryHost;
import io.yggdrasil.resp.state.ServerState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command that Redis has is declared with the facts that Redis 7.2.6 tells of it. */
final class CommandFactsTest {
    /** Commands of a version that the facts are not of. */
    private static final String NEWER = "7.4.";

    private static final String[] COLUMNS = {
        "arity", "flags", "acl", "keys", "group", "since", "tips", "doc flags", "deprecated since", "arguments"
    };

    @Test
    void table_ofAllFamilies_agreesWithRedis() throws IOException {
        Map<String, String[]> facts = facts();
        List<String> differences = new ArrayList<>();
        commands().forEach(command -> {
            String[] expected = facts.get(command.fullName());
            if (expected == null) {
                if (command.group() != CommandGroup.YGGDRASIL
                        && !command.since().startsWith(NEWER)) {
                    differences.add(command.fullName() + ": Redis has no such command");
                }
                return;
            }
            String[] actual = describe(command);
            for (int i = 0; i < actual.length; i++) {
                if (!expected[i].equals(actual[i])) {
                    differences.add(command.fullName() + " " + COLUMNS[i] + ": Redis has [" + expected[i]
                            + "], declared is [" + actual[i] + "]");
                }
            }
        });
        assertEquals(List.of(), differences, () -> String.join("\n", differences));
    }

    /** What 7.4.0 tells of them in its src/commands. */
    @Test
    void commands_ofRedis74_areDeclaredAsThere() {
        Map<String, String> expected = new LinkedHashMap<>();
        String fields = "fields:block{token=FIELDS}(numfields:integer field:string{multiple})";
        String condition = "condition:oneof{optional}(nx:pure-token{token=NX} xx:pure-token{token=XX}"
                + " gt:pure-token{token=GT} lt:pure-token{token=LT}) ";
        Map<String, String> times = Map.of(
                "hexpire", "seconds:integer",
                "hpexpire", "milliseconds:integer",
                "hexpireat", "unix-time-seconds:unix-time",
                "hpexpireat", "unix-time-milliseconds:unix-time");
        times.forEach((name, time) -> expected.put(
                name,
                "-6 denyoom,fast,write fast,hash,write rw+update/index:1/range:0:1:0  key:key{spec=0} " + time + " "
                        + condition + fields));
        for (String name : List.of("httl", "hpttl", "hexpiretime", "hpexpiretime")) {
            expected.put(
                    name,
                    "-5 fast,readonly fast,hash,read access+ro/index:1/range:0:1:0 "
                            + (name.endsWith("ttl") ? "nondeterministic_output" : "") + " key:key{spec=0} " + fields);
        }
        expected.put(
                "hpersist", "-5 fast,write fast,hash,write rw+update/index:1/range:0:1:0  key:key{spec=0} " + fields);
        Map<String, String> declared = new LinkedHashMap<>();
        commands().filter(command -> command.since().startsWith(NEWER)).forEach(command -> {
            String[] facts = describe(command);
            declared.put(
                    command.fullName(), String.join(" ", facts[0], facts[1], facts[2], facts[3], facts[6], facts[9]));
        });
        assertEquals(new java.util.TreeMap<>(expected), new java.util.TreeMap<>(declared));
    }

    @Test
    void table_ofAllFamilies_describesEachCommand() {
        commands().forEach(command -> {
            assertTrue(command.summary().endsWith("."), () -> command + " summary: " + command.summary());
            assertTrue(command.takes(Math.abs(command.arity())), () -> command + " arity");
        });
    }

    private static Stream<Command> commands() {
        try (ServerState state = new ServerState(new Parameters(), new MemoryHost())) {
            CommandTable table = AllFamilies.of(state);
            return table.all().stream()
                    .flatMap(command -> Stream.concat(Stream.of(command), command.subcommands().values().stream()));
        }
    }

    private static Map<String, String[]> facts() throws IOException {
        Map<String, String[]> facts = new LinkedHashMap<>();
        try (InputStream in = CommandFactsTest.class.getResourceAsStream("/redis-7.2.6-commands.tsv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    String[] fields = line.split("\t", -1);
                    String[] values = new String[COLUMNS.length];
                    System.arraycopy(fields, 1, values, 0, values.length);
                    facts.put(fields[0], values);
                }
            }
        }
        assertTrue(facts.size() > 300, "facts of " + facts.size() + " commands");
        return facts;
    }

    private static String[] describe(Command command) {
        return new String[] {
            Integer.toString(command.arity()),
            sorted(command.flags().stream()
                    .filter(flag -> flag.isPublic() && flag != CommandFlag.MOVABLEKEYS)
                    .map(CommandFlag::wireName)
                    .toList()),
            sorted(command.categories().stream()
                    .map(category -> category.wireName())
                    .toList()),
            command.keySpecs().stream().map(CommandFactsTest::describe).collect(Collectors.joining(" ")),
            command.group().wireName(),
            command.since(),
            sorted(command.tips()),
            command.isInternal() ? "syscmd" : command.deprecatedSince() == null ? "" : "deprecated",
            Objects.requireNonNullElse(command.deprecatedSince(), ""),
            describe(command.arguments())
        };
    }

    private static String describe(List<Argument> arguments) {
        return arguments.stream().map(CommandFactsTest::describe).collect(Collectors.joining(" "));
    }

    private static String describe(Argument argument) {
        List<String> facts = new ArrayList<>();
        addIf(argument.token() != null, "token=" + argument.token(), facts);
        addIf(argument.display() != null, "display=" + argument.display(), facts);
        addIf(argument.since() != null, "since=" + argument.since(), facts);
        addIf(argument.deprecatedSince() != null, "deprecated=" + argument.deprecatedSince(), facts);
        addIf(argument.keySpec() != Argument.NO_KEY_SPEC, "spec=" + argument.keySpec(), facts);
        addIf(argument.isOptional(), "optional", facts);
        addIf(argument.isMultiple(), "multiple", facts);
        addIf(argument.repeatsToken(), "multiple_token", facts);
        return argument.name() + ":" + argument.type().wireName()
                + (facts.isEmpty() ? "" : "{" + String.join(",", facts) + "}")
                + (argument.arguments().isEmpty() ? "" : "(" + describe(argument.arguments()) + ")");
    }

    private static void addIf(boolean isSo, String fact, List<String> facts) {
        if (isSo) {
            facts.add(fact);
        }
    }

    private static String describe(KeySpec spec) {
        String flags = spec.flags().stream()
                .map(flag -> flag.wireName().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining("+"));
        if (spec.isUnknown()) {
            return flags + "/unknown/unknown";
        }
        String begin =
                spec.keyword() == null ? "index:" + spec.begin() : "keyword:" + spec.keyword() + ":" + spec.begin();
        String find = spec.keyNum()
                ? "keynum:0:" + spec.last() + ":" + spec.step()
                : "range:" + spec.last() + ":" + spec.step() + ":" + spec.limit();
        return flags + "/" + begin + "/" + find;
    }

    private static String sorted(Collection<String> words) {
        return String.join(",", new TreeSet<>(words));
    }
}
