package io.yggdrasil.resp.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.AllFamilies;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.RedisServer;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.state.MemoryHost;
import io.yggdrasil.resp.state.ServerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CommandCommandsTest {
    private static final String[] FULL_COMMANDS = {
        "GET k",
        "SET k v",
        "SET k v GET",
        "SET k v EX 10 get",
        "MSET a 1 b 2 c 3",
        "MSETNX a 1",
        "MGET a b",
        "DEL a b c",
        "EXISTS a",
        "RENAME a b",
        "COPY a b REPLACE",
        "LCS a b LEN",
        "BITOP AND d a b",
        "BITFIELD k GET u4 0",
        "BITFIELD k SET u4 0 1",
        "GETEX k EX 10",
        "OBJECT ENCODING k",
        "OBJECT NOPE k",
        "MEMORY USAGE k",
        "MEMORY DOCTOR",
        "TOUCH a b",
        "UNLINK x",
        "WATCH a b",
        "PING x",
        "CONFIG GET x",
        "GET a b",
        "NOSUCH a",
        "EXPIRE k 10",
        "PFMERGE d a b",
        "PFCOUNT a b",
        "SUBSTR k 0 1",
        "APPEND k v",
        "SMOVE a b m",
        "SINTERSTORE d a b",
        "SINTERCARD 2 a b LIMIT 1",
        "SORT k",
        "SORT k BY store",
        "SORT k LIMIT 0 1 STORE a store b",
        "SORT k GET # STORE d",
        "SORT_RO k BY p* GET d"
    };

    private static final int ARGUMENTS_MAX = 7;

    /** Redis 7.0 wants an argument behind the command's name; 7.2 does not. */
    private static final String TOO_FEW_FOR_7_0 = "-ERR wrong number of arguments for 'command|getkeys' command";

    private final ServerState state = new ServerState(new Parameters(), new MemoryHost());
    private final CommandTester redis = tester();

    private CommandTester tester() {
        return new CommandTester(table -> {
            AllFamilies.of(state);
            table.add(new CommandCommands(state.table()));
        });
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void getKeysAndFlags_ofManyCommands_answersAsRedis() throws IOException {
        try (RedisServer real = RedisServer.start()) {
            for (String line : FULL_COMMANDS) {
                for (String sub : new String[] {"GETKEYS", "GETKEYSANDFLAGS"}) {
                    String[] words = ("COMMAND " + sub + " " + line).split(" ");
                    assertEquals(real.run(words).toString(), redis.run(words).toString(), sub + " " + line);
                }
            }
        }
    }

    /** Redis 7.0 refuses arguments that these have now. */
    private static final Set<String> LONGER_SINCE_7_2 = Set.of("zrank", "zrevrank");

    @Test
    void getKeys_ofEveryCommandWithAnyNumberOfArguments_answersAsRedis() throws IOException {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (RedisServer real = RedisServer.start()) {
            for (String name : namesThatRedisKnows(real)) {
                for (int count = 0; count <= ARGUMENTS_MAX; count++) {
                    for (String word : new String[] {"k", "1", "GET"}) {
                        String line = "COMMAND GETKEYS " + name + (" " + word).repeat(count);
                        String theirs = real.run(line.split(" ")).toString();
                        String ours = redis.line(line).toString();
                        if (!theirs.equals(ours) && !theirs.equals(TOO_FEW_FOR_7_0)) {
                            differences.add(line + ": redis " + theirs + ", ours " + ours);
                        }
                        compared++;
                    }
                }
            }
            for (String line :
                    new String[] {"COMMAND GETKEYS", "COMMAND GETKEYSANDFLAGS", "COMMAND GETKEYS nosuch x"}) {
                assertEquals(
                        real.run(line.split(" ")).toString(), redis.line(line).toString(), line);
            }
        }
        assertTrue(compared > 3000, "compared " + compared);
        assertEquals(List.of(), differences, () -> String.join("\n", differences));
    }

    /** Commands and, behind a blank, their subcommands; those of Redis 7.2 are not known to 7.0. */
    private List<String> namesThatRedisKnows(RedisServer real) throws IOException {
        List<String> names = new ArrayList<>();
        for (Command command : state.table().all()) {
            names.add(command.name());
            command.subcommands().keySet().forEach(sub -> names.add(command.name() + " " + sub));
            if (!command.subcommands().isEmpty()) {
                names.add(command.name() + " nosuch");
            }
        }
        List<String> known = new ArrayList<>();
        for (String name : names) {
            String stem = name.replace(" nosuch", "").replace(' ', '|');
            if (!LONGER_SINCE_7_2.contains(name)
                    && !real.run("COMMAND", "INFO", stem).toString().equals("[nil]")) {
                known.add(name);
            }
        }
        return known;
    }

    @Test
    void info_ofManyCommands_hasTheShapeThatRedisHas() throws IOException {
        try (RedisServer real = RedisServer.start()) {
            for (int protocol = 2; protocol <= 3; protocol++) {
                real.run("HELLO", Integer.toString(protocol));
                redis.protocol(protocol);
                for (String name : new String[] {"get", "mset", "nosuch", "multi", "memory|usage", "append"}) {
                    assertEquals(
                            real.run("COMMAND", "INFO", name).toString(),
                            redis.run("COMMAND", "INFO", name).toString(),
                            "resp=" + protocol + " " + name);
                }
            }
        }
    }

    @Test
    void count_isTheNumberOfEntriesOfCommand() {
        int count = redis.line("COMMAND").elements().size();
        redis.check("COMMAND COUNT", Integer.toString(count));
        assertEquals(count, redis.line("COMMAND INFO").elements().size());
        assertEquals(2 * count, redis.line("COMMAND DOCS").elements().size());
    }

    @Test
    void docs_ofContainer_holdsItsSubcommands() {
        redis.protocol(3);
        String docs = redis.line("COMMAND DOCS client no-such config|get").toString();
        assertTrue(docs.contains("\"client|list\""), docs);
        assertTrue(docs.contains("\"config|get\""), docs);
        assertEquals(
                4,
                redis.line("COMMAND DOCS client no-such config|get").elements().size());
    }

    @Test
    void docs_ofDeprecatedCommand_saysSo() {
        String docs = redis.line("COMMAND DOCS quit").toString();
        assertTrue(docs.contains("deprecated_since"), docs);
    }

    /** Redis 7.0 shows no {@code display_text} yet: it is left out of what is compared. */
    @Test
    void docs_ofArguments_haveTheShapeThatRedisHas() throws IOException {
        try (RedisServer real = RedisServer.start()) {
            for (int protocol = 2; protocol <= 3; protocol++) {
                real.run("HELLO", Integer.toString(protocol));
                redis.protocol(protocol);
                for (String name :
                        new String[] {"set", "client|pause", "client|tracking", "object|encoding", "expire"}) {
                    assertEquals(
                            arguments(real.run("COMMAND", "DOCS", name)).toString(),
                            withoutDisplayText(arguments(redis.run("COMMAND", "DOCS", name)))
                                    .toString(),
                            "resp=" + protocol + " " + name);
                }
            }
        }
    }

    @Test
    void docs_ofArguments_showsWhatToDisplay() {
        redis.protocol(3);
        String docs = redis.line("COMMAND DOCS client|kill").toString();
        assertTrue(docs.contains("\"display_text\": \"ip:port\""), docs);
        assertTrue(docs.contains("\"deprecated_since\": \"2.8.12\""), docs);
    }

    @Test
    void docs_ofInternalCommand_saysSo() {
        String docs = redis.line("COMMAND DOCS pfselftest").toString();
        assertTrue(docs.contains("\"doc_flags\", [syscmd]"), docs);
    }

    private static Reply arguments(Reply docs) {
        List<Reply> fields = docs.at(1).all();
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).text().equals("arguments")) {
                return fields.get(i + 1);
            }
        }
        throw new AssertionError("no arguments in " + docs);
    }

    private static Reply withoutDisplayText(Reply reply) {
        if (reply.elements() == null) {
            return reply;
        }
        List<Reply> kept = new ArrayList<>();
        for (int i = 0; i < reply.all().size(); i++) {
            Reply element = reply.at(i);
            if (element.elements() == null && element.text().equals("display_text")) {
                i++;
            } else {
                kept.add(withoutDisplayText(element));
            }
        }
        return new Reply(reply.type(), null, kept);
    }

    @Test
    void list_filters() {
        assertTrue(names("COMMAND LIST").containsAll(List.of("get", "client", "client|list")));
        assertEquals(List.of("client|kill"), names("COMMAND LIST FILTERBY PATTERN CLIENT|K*"));
        assertTrue(names("COMMAND LIST FILTERBY ACLCAT scripting").contains("function|flush"));
        assertEquals(List.of(), names("COMMAND LIST FILTERBY ACLCAT nosuch"));
        assertEquals(List.of(), names("COMMAND LIST FILTERBY MODULE any"));
        redis.check("COMMAND LIST FILTERBY NOSUCH x", "-ERR syntax error");
        redis.check("COMMAND LIST FILTERBY PATTERN", "-ERR syntax error");
    }

    private List<String> names(String line) {
        return redis.line(line).elements().stream().map(Reply::text).toList();
    }
}
