package io.yggdrasil.resp.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.AllFamilies;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.server.AclCommands;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.state.MemoryHost;
import io.yggdrasil.resp.state.ServerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random rules make the same users here and in a redis-server, which may run the same commands. {@code
 * -Dyggdrasil.seed=N} repeats a run, {@code -Dyggdrasil.requests=N} makes it longer.
 *
 * <p>The redis-server is 7.0. What 7.2 has changed is taken out before the comparison: LIST and GETUSER tell {@code
 * sanitize-payload} of each user, and the rules on commands as they were given instead of computing others; refusals name
 * the user; no further parenthesis may open inside of one. Commands that only one of the two has, or with another arity or
 * in other categories, are left out.
 */
final class AclDifferentialTest {
    private static final int ROUNDS = 1_500;
    private static final int JUDGED = 8;
    private static final String[] PATTERNS = {
        "a*", "b", "*", "k[ab]?", "x\\*", "(a", "b)", "", "\u00e9", "a b", "read:*", "write:*", "%", "~"
    };
    private static final String[] WORDS = {
        "a1", "b", "kab", "x*", "read:1", "write:1", "0", "1", "2", "", "get", "store"
    };

    private final ServerState state = new ServerState(new Parameters(), new MemoryHost());
    private final CommandTable table = AllFamilies.of(state);
    private final CommandTester ours = new CommandTester(new AclCommands(table, state.users(), state.parameters()));
    private final List<Command> commands = new ArrayList<>();

    @Test
    void randomRules_makeTheSameUsersAsRedis() throws IOException {
        long seed = Long.getLong("yggdrasil.seed", System.nanoTime());
        Dice dice = new Dice(seed);
        try (RedisServer redis = RedisServer.start()) {
            findCommonCommands(redis);
            int rounds = Integer.getInteger("yggdrasil.requests", ROUNDS);
            for (int i = 0; i < rounds; i++) {
                String user = "u" + dice.below(4);
                String[] request = setUser(dice, user);
                String about = "seed " + seed + " round " + i + ": " + String.join(" ", request);
                assertEquals(ask(redis, request), ask(request), about);
                compareUser(redis, user, about);
                for (int k = 0; k < JUDGED; k++) {
                    compareJudgement(redis, dice, user, about);
                }
            }
            assertEquals(ask(redis, "ACL", "USERS"), ask("ACL", "USERS"));
        } finally {
            state.close();
        }
    }

    /** Commands that both have with the same arity, categories and key specs. */
    private void findCommonCommands(RedisServer redis) throws IOException {
        List<Command> all = table.all().stream()
                .flatMap(command -> Stream.concat(Stream.of(command), command.subcommands().values().stream()))
                .toList();
        for (Command command : all) {
            Reply info = Objects.requireNonNull(
                            redis.run("COMMAND", "INFO", command.fullName()).elements())
                    .get(0);
            if (info.elements() == null || !command.subcommands().isEmpty()) {
                continue;
            }
            List<String> theirs = Objects.requireNonNull(info.elements().get(6).elements()).stream()
                    .map(Reply::text)
                    .toList();
            List<String> categories = command.categories().stream()
                    .map(category -> "@" + category.wireName())
                    .toList();
            if (theirs.equals(categories) && info.elements().get(1).integer() == command.arity()) {
                commands.add(command);
            }
        }
        assertTrue(commands.size() > 250, () -> "common commands: " + commands.size());
    }

    private String[] setUser(Dice dice, String user) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", user));
        int rules = 1 + dice.below(5);
        for (int i = 0; i < rules && !isOpen(words.get(words.size() - 1)); i++) {
            words.add(dice.chance(12) ? selector(dice) : rule(dice));
        }
        return words.toArray(new String[0]);
    }

    private static boolean isOpen(String rule) {
        return rule.startsWith("(") && !rule.endsWith(")");
    }

    private String selector(Dice dice) {
        List<String> rules = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            rules.add(selectorRule(dice));
        }
        return "(" + String.join(" ", rules) + (dice.chance(95) ? ")" : "");
    }

    private String rule(Dice dice) {
        return switch (dice.below(10)) {
            case 0 -> dice.oneOf("on", "off", "ON", "nopass", "resetpass", "reset", "clearselectors", "nosuch", "");
            case 1 -> dice.oneOf(">p1", ">p2", "<p1", "#short", ">", "skip-sanitize-payload", "<p3", "!x");
            default -> selectorRule(dice);
        };
    }

    private String selectorRule(Dice dice) {
        return switch (dice.below(12)) {
            case 0 -> dice.oneOf("allkeys", "resetkeys", "allchannels", "resetchannels", "allcommands", "nocommands");
            case 1, 2 -> dice.oneOf("~", "%R~", "%W~", "%RW~", "%rw~", "%R", "%~", "%RR~") + dice.oneOf(PATTERNS);
            case 3 -> "&" + dice.oneOf(PATTERNS);
            case 4 ->
                dice.oneOf("+", "-") + "@"
                        + dice.anyCase(dice.oneOf(
                                "ALL",
                                "READ",
                                "WRITE",
                                "STRING",
                                "FAST",
                                "SLOW",
                                "DANGEROUS",
                                "PUBSUB",
                                "CONNECTION",
                                "NOSUCH"));
            case 5 ->
                dice.oneOf(
                        "+select|0",
                        "+select|1",
                        "+debug|object",
                        "+config|nosuch",
                        "+config|get|x",
                        "+get|",
                        "-config|get",
                        "+config|get",
                        "+acl|nosuch",
                        "+x|y|z",
                        "+nosuch",
                        "-nosuch",
                        "resetkeys",
                        "+",
                        "-");
            default ->
                dice.oneOf("+", "-")
                        + dice.anyCase(commands.get(dice.below(commands.size()))
                                .fullName()
                                .toUpperCase(Locale.ROOT));
        };
    }

    private void compareUser(RedisServer redis, String user, String about) throws IOException {
        List<Reply> theirs = redis.run("ACL", "GETUSER", user).elements();
        List<Reply> mine = ours.run("ACL", "GETUSER", user).elements();
        assertEquals(theirs == null, mine == null, about);
        if (theirs == null || mine == null) {
            return;
        }
        for (int i = 0; i < theirs.size(); i++) {
            String name = theirs.get(i - i % 2).text();
            if (i % 2 == 0 || !(name.equals("commands") || name.equals("selectors"))) {
                assertEquals(plain(theirs.get(i)), plain(mine.get(i)), about + ": " + name);
            }
        }
        List<Reply> selectors = Objects.requireNonNull(theirs.get(11).elements());
        List<Reply> mineToo = Objects.requireNonNull(mine.get(11).elements());
        assertEquals(selectors.size(), mineToo.size(), about);
        for (int i = 0; i < selectors.size(); i++) {
            for (int field : new int[] {3, 5}) {
                assertEquals(
                        plain(Objects.requireNonNull(selectors.get(i).elements())
                                .get(field)),
                        plain(Objects.requireNonNull(mineToo.get(i).elements()).get(field)),
                        about + ": selector " + i);
            }
        }
    }

    private static String plain(Reply reply) {
        return reply.toString().replace(", \"sanitize-payload\"", "");
    }

    private void compareJudgement(RedisServer redis, Dice dice, String user, String about) throws IOException {
        Command command = commands.get(dice.below(commands.size()));
        int count = Math.abs(command.arity()) + (command.arity() < 0 ? dice.below(4) : 0);
        List<String> words = new ArrayList<>(List.of("ACL", "DRYRUN", user));
        words.addAll(List.of(command.fullName().split("\\|")));
        while (words.size() < 3 + count) {
            words.add(dice.oneOf(WORDS));
        }
        String[] request = words.toArray(new String[0]);
        String theirs = ask(redis, request).replace("\"This user has", "\"User " + user + " has");
        assertEquals(theirs, ask(request), about + "\n" + String.join(" ", request));
    }

    private static String ask(RedisServer redis, String... words) throws IOException {
        return redis.run(latin(words)).toString();
    }

    private String ask(String... words) {
        return ours.run(latin(words)).toString();
    }

    private static byte[][] latin(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return bytes;
    }
}
