package io.yggdrasil.resp.command.stream;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.RequestGenerator;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Stream commands answer as Redis does. Times are not compared, nor the few things that Redis 7.0 says otherwise. */
final class StreamDifferentialTest extends DifferentialTest {
    private static final int CHUNK_ENTRIES = 4;
    private static final String SOME_TIME = "some time";

    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {
            new StreamCommands(name -> name.equals("stream-node-max-entries") ? CHUNK_ENTRIES : 0),
            new StringCommands(),
            new GenericCommands()
        };
    }

    /** How many bytes a chunk has is told by Redis's encoding of them. */
    @Override
    protected String[] serverOptions() {
        return new String[] {
            "--stream-node-max-entries", Integer.toString(CHUNK_ENTRIES), "--stream-node-max-bytes", "0"
        };
    }

    @Override
    protected RequestGenerator generator() {
        return new Generator();
    }

    private static final class Generator implements RequestGenerator {
        private static final Set<String> OPTIONS_OF_TIME = Set.of("idle", "inactive", "seen-time", "active-time");

        /** Requests that must follow the last one. */
        private final Deque<byte[][]> following = new ArrayDeque<>();

        @Override
        public byte[][] next(Dice dice) {
            byte[][] request = following.poll();
            return request == null ? any(dice) : request;
        }

        private byte[][] any(Dice dice) {
            return switch (dice.below(50)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> add(dice);
                case 8 -> Dice.request("XLEN", dice.key());
                case 9, 10, 11 -> range(dice);
                case 12, 13 -> ids(dice, "XDEL", dice.key());
                case 14, 15 -> trim(dice);
                case 16 -> setId(dice);
                case 17, 18, 19 -> read(dice);
                case 20, 21, 22, 23 -> create(dice);
                case 24 -> groupSetId(dice);
                case 25 -> consumer(dice);
                case 26, 27, 28, 29 -> readGroup(dice);
                case 32, 33, 34 -> ids(dice, "XACK", dice.key(), group(dice));
                case 35 -> Dice.request("XPENDING", dice.key(), group(dice));
                case 36, 37, 38 -> pending(dice);
                case 39, 40 -> byConsumer(claim(dice));
                case 41, 42 -> byConsumer(autoClaim(dice));
                case 43 -> Dice.request("XINFO", "STREAM", dice.key());
                case 44 -> full(dice);
                case 45 -> Dice.request("XINFO", "GROUPS", dice.key());
                case 46 -> Dice.request("XINFO", "CONSUMERS", dice.key(), group(dice));
                case 47 -> Dice.request(dice.oneOf("COPY", "RENAME"), dice.key(), dice.key());
                case 48 -> Dice.request("COPY", dice.key(), dice.key(), "REPLACE");
                default -> rare(dice);
            };
        }

        private static byte[][] rare(Dice dice) {
            return switch (dice.below(7)) {
                case 0 -> Dice.request("SET", dice.key(), dice.value());
                case 1 -> Dice.request(dice.oneOf("TYPE", "EXISTS", "PERSIST", "GET"), dice.key());
                case 2 -> Dice.request("XINFO", "STREAM", dice.key(), "FULL", dice.oneOf("COUNT", "x"), "x");
                case 3 -> Dice.request("EXPIRE", dice.key(), "1000");
                case 4 -> Dice.request("XGROUP", "DESTROY", dice.key(), group(dice));
                case 5 -> Dice.request(dice.oneOf("XPENDING", "XTRIM", "XREAD"), dice.key(), "1", "x", "y", "z");
                default -> Dice.request("DEL", dice.key());
            };
        }

        private static String group(Dice dice) {
            return dice.oneOf("g1", "g1", "g2", "other");
        }

        private static String consumerName(Dice dice) {
            return dice.oneOf("c1", "c1", "c2", "c3", "");
        }

        /** Mostly near the ids of entries. */
        private static String id(Dice dice) {
            int kind = dice.below(100);
            if (kind < 60) {
                return dice.below(60) + "-" + dice.below(3);
            }
            if (kind < 85) {
                return Integer.toString(dice.below(60));
            }
            if (kind < 90) {
                return dice.oneOf(
                        "0", "0-0", "18446744073709551615-18446744073709551615", "18446744073709551615", "99-*");
            }
            if (kind < 95) {
                return dice.oneOf(
                        "-", "+", "(", "$", ">", "", "x", "1-x", "1-2-3", "-1", "1--1", "18446744073709551616-0");
            }
            return dice.oneOf("007-01", "+5", " 5", "5-+1", "5-1 ", "5-", "-", "1-18446744073709551616", "*");
        }

        private static String bound(Dice dice) {
            return dice.chance(30) ? dice.oneOf("-", "+") : (dice.chance(15) ? "(" : "") + id(dice);
        }

        /** Ids mostly grow. None is of the present, nor the last one of all, behind which nothing can be added. */
        private static byte[][] add(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("XADD", dice.key()));
            if (dice.chance(5)) {
                words.add(dice.anyCase("NOMKSTREAM"));
            }
            if (dice.chance(20)) {
                strategy(dice, words);
            }
            String id = dice.chance(70)
                    ? dice.below(60) + "-*"
                    : dice.chance(60) ? dice.below(80) + "-" + dice.below(4) : id(dice);
            words.add(id.equals("*") || id.startsWith("1844") ? "9-*" : id);
            for (int left = dice.below(4); left >= 0; left--) {
                words.add(dice.value());
                if (dice.chance(98)) {
                    words.add(dice.value());
                }
            }
            return Dice.request(words);
        }

        private static void strategy(Dice dice, List<Object> words) {
            boolean byLength = dice.chance(50);
            words.add(dice.anyCase(byLength ? "MAXLEN" : "MINID"));
            if (dice.chance(50)) {
                words.add(byLength ? dice.oneOf("~", "~", "=") : "="); // Redis knows deleted ids of a chunk, too.
            }
            words.add(byLength ? dice.chance(90) ? dice.below(20) : dice.integer() : id(dice));
            if (dice.chance(20)) {
                words.add("LIMIT");
                words.add(dice.chance(80) ? dice.below(12) : dice.integer());
            }
            if (dice.chance(3)) {
                words.addAll(List.of(dice.oneOf("MAXLEN", "MINID"), "5"));
            }
        }

        private static byte[][] trim(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("XTRIM", dice.key()));
            strategy(dice, words);
            if (dice.chance(4)) {
                words.add("NONSENSE");
            }
            return Dice.request(words);
        }

        private static byte[][] range(Dice dice) {
            List<Object> words =
                    new ArrayList<>(List.of(dice.oneOf("XRANGE", "XREVRANGE"), dice.key(), bound(dice), bound(dice)));
            count(dice, words, 40);
            return Dice.request(words);
        }

        private static void count(Dice dice, List<Object> words, int percent) {
            if (dice.chance(percent)) {
                words.add(dice.anyCase("COUNT"));
                words.add(dice.chance(80) ? dice.below(8) : dice.integer());
            }
        }

        private static byte[][] ids(Dice dice, Object... first) {
            List<Object> words = new ArrayList<>(List.of(first));
            for (int left = dice.below(6); left >= 0; left--) {
                words.add(id(dice));
            }
            return Dice.request(words);
        }

        /** Not below deleted ids, which Redis 7.0 allows. */
        private static byte[][] setId(Dice dice) {
            String id = dice.chance(95) ? 80 + dice.below(20) + "-" + dice.below(3) : dice.oneOf("x", "-", "+", "5-*");
            List<Object> words = new ArrayList<>(List.of("XSETID", dice.key(), id));
            if (dice.chance(40)) {
                words.addAll(List.of("ENTRIESADDED", dice.integer()));
            }
            if (dice.chance(30)) {
                words.addAll(List.of("MAXDELETEDID", id(dice)));
            }
            return Dice.request(words);
        }

        private static byte[][] read(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("XREAD"));
            count(dice, words, 50);
            streams(dice, words, "$");
            return Dice.request(words);
        }

        /** Redis 7.0 makes the consumer only if there is something for it, too. */
        private byte[][] readGroup(Dice dice) {
            String group = group(dice);
            String consumer = consumerName(dice);
            for (String key : Dice.KEYS) {
                following.add(Dice.request("XGROUP", "CREATECONSUMER", key, group, consumer));
            }
            List<Object> words = new ArrayList<>(List.of("XREADGROUP", "GROUP", group, consumer));
            count(dice, words, 60);
            if (dice.chance(15)) {
                words.add("NOACK");
            }
            streams(dice, words, ">");
            following.add(Dice.request(words));
            return following.remove();
        }

        private static void streams(Dice dice, List<Object> words, String sign) {
            if (dice.chance(2)) {
                words.add(dice.oneOf("BLOCK", "GROUP", "NOACK", "STREAMS", "NONSENSE"));
            }
            words.add("STREAMS");
            int count = dice.chance(70) ? 1 : 1 + dice.below(3);
            for (int i = 0; i < count; i++) {
                words.add(dice.key());
            }
            for (int i = dice.chance(2) ? 1 : 0; i < count; i++) {
                words.add(dice.chance(sign.equals(">") ? 75 : 10) ? sign : id(dice));
            }
        }

        private static byte[][] create(Dice dice) {
            List<Object> words = new ArrayList<>(List.of(
                    "XGROUP",
                    "CREATE",
                    dice.key(),
                    group(dice),
                    dice.chance(40) ? "$" : dice.chance(50) ? "0" : id(dice)));
            if (dice.chance(40)) {
                words.add("MKSTREAM");
            }
            entriesRead(dice, words);
            return Dice.request(words);
        }

        private static void entriesRead(Dice dice, List<Object> words) {
            if (dice.chance(25)) {
                words.addAll(List.of("ENTRIESREAD", dice.chance(70) ? dice.below(20) : dice.integer()));
            }
            if (dice.chance(2)) {
                words.add(dice.oneOf("MKSTREAM", "ENTRIESREAD", "NONSENSE"));
            }
        }

        private static byte[][] groupSetId(Dice dice) {
            List<Object> words = new ArrayList<>(
                    List.of("XGROUP", "SETID", dice.key(), group(dice), dice.chance(20) ? "$" : id(dice)));
            entriesRead(dice, words);
            return Dice.request(words);
        }

        private static byte[][] consumer(Dice dice) {
            return Dice.request(
                    "XGROUP", dice.oneOf("CREATECONSUMER", "DELCONSUMER"), dice.key(), group(dice), consumerName(dice));
        }

        /** As idle as entries are here: just now, or for a very long time. */
        private static String idle(Dice dice) {
            return dice.chance(95) ? dice.oneOf("0", "0", "-5", "400000") : dice.oneOf("x", "", "9223372036854775807");
        }

        private static byte[][] pending(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("XPENDING", dice.key(), group(dice)));
            if (dice.chance(40)) {
                words.addAll(List.of("IDLE", idle(dice)));
            }
            words.addAll(List.of(bound(dice), bound(dice)));
            words.add(dice.chance(90) ? dice.below(12) : dice.integer());
            if (dice.chance(40)) {
                words.add(consumerName(dice));
            }
            return Dice.request(words);
        }

        /** Redis 7.0 makes the consumer of a claim only if it gets anything. */
        private byte[][] byConsumer(byte[][] claim) {
            following.add(claim);
            return Dice.request("XGROUP", "CREATECONSUMER", claim[1], claim[2], claim[3]);
        }

        private static byte[][] claim(Dice dice) {
            List<Object> words =
                    new ArrayList<>(List.of("XCLAIM", dice.key(), group(dice), consumerName(dice), idle(dice)));
            for (int left = dice.below(6); left >= 0; left--) {
                words.add(dice.below(60) + "-" + dice.below(3));
            }
            if (dice.chance(30)) {
                words.addAll(List.of("IDLE", dice.oneOf("0", "500000", "-1", "x")));
            }
            if (dice.chance(20)) {
                words.addAll(List.of("TIME", dice.oneOf("0", "1000", "-1", "99999999999999", "")));
            }
            if (dice.chance(30)) {
                words.addAll(List.of("RETRYCOUNT", dice.integer()));
            }
            if (dice.chance(40)) {
                words.add(dice.anyCase("FORCE"));
            }
            if (dice.chance(30)) {
                words.add(dice.anyCase("JUSTID"));
            }
            if (dice.chance(10)) {
                words.addAll(List.of("LASTID", id(dice)));
            }
            return Dice.request(words);
        }

        private static byte[][] autoClaim(Dice dice) {
            List<Object> words = new ArrayList<>(
                    List.of("XAUTOCLAIM", dice.key(), group(dice), consumerName(dice), idle(dice), bound(dice)));
            if (dice.chance(50)) {
                words.add(dice.anyCase("COUNT"));
                words.add(dice.chance(90) ? 1 + dice.below(8) : dice.oneOf("0", "-1", "x", "9223372036854775807"));
            }
            if (dice.chance(30)) {
                words.add(dice.anyCase("JUSTID"));
            }
            return Dice.request(words);
        }

        private static byte[][] full(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("XINFO", "STREAM", dice.key(), "FULL"));
            count(dice, words, 60);
            return Dice.request(words);
        }

        @Override
        public Reply canonical(byte[][] request, Reply reply) {
            String command = new String(request[0], StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
            if (reply.isError()) {
                boolean unbalanced = reply.text().startsWith("ERR Unbalanced");
                return unbalanced ? new Reply('-', "ERR Unbalanced".getBytes(StandardCharsets.US_ASCII), null) : reply;
            }
            return switch (command) {
                case "XPENDING" -> request.length == 3 ? reply : withoutIdle(reply);
                case "XINFO" -> withoutTimes(reply, 0);
                default -> reply;
            };
        }

        /** Third of an entry's four facts. */
        private static Reply withoutIdle(Reply entries) {
            return rebuilt(
                    entries,
                    entries.all().stream().map(entry -> replaced(entry, 2)).toList());
        }

        private static Reply replaced(Reply entry, int index) {
            List<Reply> facts = new ArrayList<>(entry.all());
            long millis = facts.get(index).integer();
            facts.set(index, ofText(millis > 100_000 ? "long ago" : SOME_TIME));
            return rebuilt(entry, facts);
        }

        private static Reply ofText(String text) {
            return new Reply('$', text.getBytes(StandardCharsets.US_ASCII), null);
        }

        private static Reply rebuilt(Reply aggregate, List<Reply> elements) {
            return new Reply(aggregate.type(), null, elements);
        }

        /** Without facts that Redis 7.0 does not tell, or that times or Redis's encoding are in. */
        private static Reply withoutTimes(Reply reply, int depth) {
            List<Reply> elements = reply.elements();
            if (elements == null) {
                return reply;
            }
            List<Reply> kept = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                Reply element = elements.get(i);
                String name = element.type() == '$' && !element.isNull() ? element.text() : "";
                boolean isFact = i + 1 < elements.size() && elements.get(i + 1).type() == ':';
                if (isFact && (OPTIONS_OF_TIME.contains(name) || name.startsWith("radix-tree"))) {
                    i++;
                } else {
                    kept.add(withoutTimes(element, depth + 1));
                }
            }
            boolean isPending = kept.size() >= 3
                    && kept.size() <= 4
                    && kept.stream().skip(kept.size() - 2L).allMatch(fact -> fact.type() == ':');
            return rebuilt(reply, isPending ? withoutDelivery(kept) : kept);
        }

        /** The last but one fact of a pending entry is when it was delivered. */
        private static List<Reply> withoutDelivery(List<Reply> facts) {
            List<Reply> kept = new ArrayList<>(facts);
            long millis = facts.get(facts.size() - 2).integer();
            kept.set(facts.size() - 2, ofText(millis < 1_000_000 ? Objects.toString(millis) : SOME_TIME));
            return kept;
        }
    }
}
