package io.yggdrasil.resp.command.geo;

import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.Dice;
import io.yggdrasil.resp.command.DifferentialTest;
import io.yggdrasil.resp.command.Reply;
import io.yggdrasil.resp.command.RequestGenerator;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.sortedset.SortedSetCommands;
import io.yggdrasil.resp.command.string.StringCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Geo commands answer as Redis does. Distances are compared to a tenth of their unit: libraries differ in the last bit of a
 * sine, and so now and then in a digit.
 */
final class GeoDifferentialTest extends DifferentialTest {
    /** Where distances are stored: as places they would fall together. */
    private static final String DISTANCES = "distances";

    @Override
    protected CommandFamily[] families() {
        return new CommandFamily[] {
            new GeoCommands(), new SortedSetCommands(), new StringCommands(), new GenericCommands()
        };
    }

    @Override
    protected RequestGenerator generator() {
        return new Generator();
    }

    private static final class Generator implements RequestGenerator {
        @Override
        public byte[][] next(Dice dice) {
            return switch (dice.below(24)) {
                case 0, 1, 2, 3, 4 -> add(dice);
                case 5 -> members(dice, "GEOPOS");
                case 6 -> members(dice, "GEOHASH");
                case 7 -> distance(dice);
                case 8, 9 -> radius(dice, dice.oneOf("GEORADIUS", "GEORADIUS_RO"), place(dice));
                case 10, 11 ->
                    radius(dice, dice.oneOf("GEORADIUSBYMEMBER", "GEORADIUSBYMEMBER_RO"), List.of(member(dice)));
                case 12, 13, 14, 15 -> search(dice, "GEOSEARCH", dice.key());
                case 16, 17 -> search(dice, "GEOSEARCHSTORE", dice.chance(70) ? dice.key() : DISTANCES, dice.key());
                case 18, 19 -> Dice.request("ZRANGE", dice.chance(70) ? dice.key() : DISTANCES, "0", "-1");
                case 20 -> Dice.request("ZREM", dice.key(), member(dice));
                case 21 -> Dice.request("ZADD", dice.key(), dice.below(1 << 30) * 4_000_000.5, member(dice));
                case 22 -> Dice.request(dice.oneOf("TYPE", "PERSIST"), dice.key());
                default ->
                    dice.chance(20)
                            ? Dice.request("SET", dice.key(), dice.value())
                            : Dice.request(dice.oneOf("DEL", "TYPE", "TYPE"), dice.key());
            };
        }

        private static String member(Dice dice) {
            return "m" + dice.below(dice.chance(70) ? 30 : 400);
        }

        /**
         * Longitude and latitude, mostly near one place, so that there is something to be found. Two points are never the
         * same, for the order of members at one distance is left open.
         */
        private static List<String> place(Dice dice) {
            String longitude = Double.toString(13 + dice.below(1_000_000) / 500_000.0);
            String latitude = Double.toString(37 + dice.below(1_000_000) / 500_000.0);
            return switch (dice.below(12)) {
                case 0 -> List.of(dice.oneOf("180", "-180", "0", "181", "x", "inf"), latitude);
                case 1 -> List.of(longitude, dice.oneOf("85.05112878", "-85.05112878", "0", "-90", ""));
                case 2 ->
                    List.of(
                            Double.toString(dice.below(36_000_000) / 100_000.0 - 180),
                            Double.toString(dice.below(16_000_000) / 100_000.0 - 80));
                default -> List.of(longitude, latitude);
            };
        }

        private static String length(Dice dice) {
            return dice.chance(6)
                    ? dice.oneOf("0", "-1", "x", "1e9", "inf")
                    : Double.toString(dice.below(3000) / (dice.chance(50) ? 10.0 : 1));
        }

        private static String unit(Dice dice) {
            return dice.chance(70) ? "km" : dice.oneOf("m", "mi", "ft", "KM", "cm");
        }

        private static byte[][] add(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("GEOADD", dice.key()));
            while (dice.chance(20)) {
                words.add(dice.anyCase(dice.oneOf("NX", "XX", "CH")));
            }
            for (int left = dice.below(dice.chance(95) ? 5 : 100); left >= 0; left--) {
                words.addAll(place(dice));
                if (left > 0 || dice.chance(97)) {
                    words.add(member(dice));
                }
            }
            return Dice.request(words);
        }

        private static byte[][] members(Dice dice, String command) {
            List<Object> words = new ArrayList<>(List.of(command, dice.key()));
            for (int left = dice.below(4); left > 0; left--) {
                words.add(member(dice));
            }
            return Dice.request(words);
        }

        private static byte[][] distance(Dice dice) {
            List<Object> words = new ArrayList<>(List.of("GEODIST", dice.key(), member(dice), member(dice)));
            while (dice.chance(40)) {
                words.add(unit(dice));
            }
            return Dice.request(words);
        }

        private static byte[][] radius(Dice dice, String command, List<String> from) {
            List<Object> words = new ArrayList<>(List.of(command, dice.key()));
            words.addAll(from);
            words.addAll(List.of(length(dice), unit(dice)));
            options(dice, words);
            if (dice.chance(20)) {
                words.addAll(dice.chance(50) ? List.of("STORE", dice.key()) : List.of("STOREDIST", DISTANCES));
            }
            return Dice.request(words);
        }

        private static byte[][] search(Dice dice, String... begin) {
            List<Object> words = new ArrayList<>(List.of((Object[]) begin));
            if (dice.chance(50)) {
                words.addAll(List.of("FROMMEMBER", member(dice)));
            }
            if (words.size() == begin.length || dice.chance(3)) {
                words.add("FROMLONLAT");
                words.addAll(place(dice));
            }
            if (dice.chance(50)) {
                words.addAll(List.of("BYRADIUS", length(dice), unit(dice)));
            } else if (dice.chance(96)) {
                words.addAll(List.of("BYBOX", length(dice), length(dice), unit(dice)));
            }
            options(dice, words);
            if (words.get(1).equals(DISTANCES)) {
                words.add("STOREDIST");
            }
            return Dice.request(words);
        }

        private static void options(Dice dice, List<Object> words) {
            while (dice.chance(40)) {
                words.add(dice.anyCase(dice.oneOf("WITHCOORD", "WITHDIST", "WITHHASH", "ASC", "DESC")));
            }
            if (dice.chance(30)) {
                words.addAll(List.of("COUNT", dice.chance(90) ? 1 + dice.below(6) : dice.integer()));
            }
            if (dice.chance(10)) {
                words.add("ANY");
            }
        }

        @Override
        public Reply canonical(byte[][] request, Reply reply) {
            String command = new String(request[0], StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
            return command.startsWith("GEO") ? rounded(reply) : reply;
        }

        private static Reply rounded(Reply reply) {
            List<Reply> elements = reply.elements();
            if (elements != null) {
                return new Reply(
                        reply.type(),
                        null,
                        elements.stream().map(Generator::rounded).toList());
            }
            if (reply.type() != '$' || reply.isNull() || !reply.text().matches("\\d+\\.\\d{4}")) {
                return reply;
            }
            String tenths = String.format(Locale.ROOT, "%.1f", Double.parseDouble(reply.text()));
            return new Reply('$', tenths.getBytes(StandardCharsets.US_ASCII), null);
        }
    }
}
