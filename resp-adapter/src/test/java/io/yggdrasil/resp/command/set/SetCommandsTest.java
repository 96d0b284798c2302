package io.yggdrasil.resp.command.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.generic.GenericCommands;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of many nodes, and what is drawn at random. */
final class SetCommandsTest {
    private static final int MANY = 20_000;

    private final CommandTester redis = new CommandTester(new SetCommands(), new GenericCommands());

    /** Puts the multiples of a number below {@link #MANY} into a set. */
    private Set<String> fill(String key, int step) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < MANY; i += step) {
            members.add("member:" + i);
        }
        for (int from = 0; from < members.size(); from += 1_000) {
            List<String> words = new ArrayList<>(List.of("SADD", key));
            words.addAll(members.subList(from, Math.min(members.size(), from + 1_000)));
            assertEquals(
                    words.size() - 2, redis.run(words.toArray(String[]::new)).integer());
        }
        return new TreeSet<>(members);
    }

    private Set<String> texts(Reply reply) {
        List<String> texts = reply.all().stream().map(Reply::text).toList();
        assertEquals(texts.size(), new HashSet<>(texts).size(), "a member is told twice");
        return new TreeSet<>(texts);
    }

    private void checkOperation(String command, Set<String> expected, String... keys) {
        List<String> words = new ArrayList<>(List.of(keys));
        words.add(0, command);
        assertEquals(expected, texts(redis.run(words.toArray(String[]::new))), command);
        words.set(0, command + "STORE");
        words.add(1, "result");
        assertEquals(expected.size(), redis.run(words.toArray(String[]::new)).integer(), command);
        assertEquals(expected, texts(redis.line("SMEMBERS result")), command);
        assertEquals(expected.size(), redis.line("SCARD result").integer());
    }

    private static Set<String> combined(Set<String> a, Set<String> b, BiConsumer<Set<String>, Set<String>> act) {
        Set<String> result = new TreeSet<>(a);
        act.accept(result, b);
        return result;
    }

    @Test
    void operations_onSetsOfManyNodes_areThoseOfSets() {
        final Set<String> all = fill("all", 1);
        final Set<String> third = fill("third", 3);
        final Set<String> fifth = fill("fifth", 5);
        final Set<String> few = fill("few", 4_001);
        checkOperation("SINTER", combined(third, fifth, Set::retainAll), "third", "fifth");
        checkOperation("SINTER", combined(third, few, Set::retainAll), "all", "third", "few", "all");
        checkOperation("SINTER", Set.of(), "third", "fifth", "none");
        checkOperation("SUNION", combined(third, fifth, Set::addAll), "fifth", "third", "none");
        checkOperation("SUNION", all, "all", "few", "fifth");
        checkOperation("SDIFF", combined(third, fifth, Set::removeAll), "third", "fifth");
        checkOperation("SDIFF", combined(few, third, Set::removeAll), "few", "third");
        checkOperation(
                "SDIFF", combined(all, combined(few, fifth, Set::addAll), Set::removeAll), "all", "few", "fifth");
        checkOperation("SDIFF", Set.of(), "few", "all");
        checkOperation("SDIFF", Set.of(), "all", "few", "all");
        redis.check(
                "SINTERCARD 2 third fifth",
                Integer.toString(combined(third, fifth, Set::retainAll).size()));
        redis.check("SINTERCARD 2 third fifth LIMIT 7", "7");
    }

    @Test
    void store_intoASource_replacesItAndItsExpiry() {
        Set<String> third = fill("third", 3);
        Set<String> fifth = fill("fifth", 5);
        redis.check("EXPIRE third 100", "1");
        Set<String> both = combined(third, fifth, Set::retainAll);
        redis.check("SINTERSTORE third third fifth", Integer.toString(both.size()));
        assertEquals(both, texts(redis.line("SMEMBERS third")));
        redis.check("TTL third", "-1");
        redis.check("SADD third more", "1");
        redis.check("SDIFFSTORE third third third", "0");
        redis.check("EXISTS third", "0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 900, 5_000, 19_999, 20_000})
    void spop_ofACount_takesSoManyOut(int count) {
        Set<String> all = fill("key", 1);
        redis.check("EXPIRE key 100", "1");
        Set<String> popped = texts(redis.line("SPOP key " + count));
        assertEquals(count, popped.size());
        assertTrue(all.containsAll(popped));
        assertEquals(combined(all, popped, Set::removeAll), texts(redis.line("SMEMBERS key")));
        redis.check("TTL key", count < all.size() ? "100" : "-2");
        redis.check("SADD key more", "1");
        redis.check("SISMEMBER key more", "1");
    }

    @Test
    void spop_untilEmpty_tellsEachOnce() {
        fill("key", 100);
        Set<String> popped = new HashSet<>();
        for (Reply reply = redis.line("SPOP key"); !reply.isNull(); reply = redis.line("SPOP key")) {
            assertTrue(popped.add(reply.text()));
        }
        assertEquals(MANY / 100, popped.size());
        redis.check("EXISTS key", "0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 900, 15_000, 19_999, 20_000, 30_000})
    void srandmember_ofACount_drawsDifferentOnes(int count) {
        Set<String> all = fill("key", 1);
        Set<String> drawn = texts(redis.line("SRANDMEMBER key " + count));
        assertEquals(Math.min(count, all.size()), drawn.size());
        assertTrue(all.containsAll(drawn));
        assertTrue(all.contains(redis.line("SRANDMEMBER key").text()));
        redis.check("SCARD key", "20000");
    }

    @Test
    void srandmember_ofANegativeCount_drawsAgainAndAgain() {
        redis.line("SADD key a b");
        List<Reply> drawn = redis.line("SRANDMEMBER key -200").all();
        assertEquals(200, drawn.size());
        assertEquals(
                Set.of("\"a\"", "\"b\""),
                new HashSet<>(drawn.stream().map(Reply::toString).toList()));
        redis.check(
                "SRANDMEMBER key -9223372036854775807",
                "-ERR reply of 9223372036854775807 members is over the limit of 2 GiB");
    }

    @Test
    void sscan_ofManyNodes_tellsEachOnce() {
        Set<String> all = fill("key", 1);
        List<String> found = new ArrayList<>();
        String cursor = "0";
        do {
            Reply reply = redis.line("SSCAN key " + cursor + " COUNT 100");
            reply.at(1).all().forEach(member -> found.add(member.text()));
            cursor = reply.at(0).text();
        } while (!cursor.equals("0"));
        assertEquals(all.size(), found.size());
        assertEquals(all, new TreeSet<>(found));
    }

    @Test
    void operations_onTheSameKeyAgainAndAgain_openItOnce() {
        redis.line("SADD key a");
        String[] words = IntStream.range(0, 50_000)
                .mapToObj(i -> i == 0 ? "SINTER" : "key")
                .toArray(String[]::new);
        assertEquals("[\"a\"]", redis.run(words).toString());
    }
}
