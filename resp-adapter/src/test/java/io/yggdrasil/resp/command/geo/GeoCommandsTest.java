package io.yggdrasil.resp.command.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.command.generic.GenericCommands;
import io.yggdrasil.resp.command.sortedset.SortedSetCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class GeoCommandsTest {
    private final CommandTester redis =
            new CommandTester(new GeoCommands(), new SortedSetCommands(), new GenericCommands());

    private void addSicily() {
        redis.check("GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania", "2");
    }

    @Test
    void places_ofSicily_areAsRedisTellsThem() {
        addSicily();
        redis.check("ZSCORE Sicily Palermo", "\"3479099956230698\"");
        redis.check("GEODIST Sicily Palermo Catania", "\"166274.1516\"");
        redis.check("GEODIST Sicily Palermo Catania km", "\"166.2742\"");
        redis.check("GEODIST Sicily Palermo Foo", "nil");
        redis.check("GEOHASH Sicily Palermo Catania Foo", "[\"sqc8b49rny0\", \"sqdtr74hyu0\", nil]");
        redis.check("GEOPOS Sicily Palermo Foo", "[[\"13.36138933897018433\", \"38.11555639549629859\"], nil]");
        redis.protocol(3);
        redis.check("GEOPOS Sicily Palermo", "[[,13.36138933897018433, ,38.11555639549629859]]");
    }

    @Test
    void searches_ofSicily_areAsRedisTellsThem() {
        addSicily();
        redis.check(
                "GEORADIUS Sicily 15 37 200 km WITHDIST", "[[\"Palermo\", \"190.4424\"], [\"Catania\", \"56.4413\"]]");
        redis.check("GEORADIUS Sicily 15 37 200 km ASC", "[\"Catania\", \"Palermo\"]");
        redis.check("GEORADIUSBYMEMBER_RO Sicily Catania 100 km", "[\"Catania\"]");
        redis.check(
                "GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 400 km DESC COUNT 1 WITHHASH",
                "[[\"Palermo\", 3479099956230698]]");
        redis.check("GEOSEARCHSTORE found Sicily FROMLONLAT 15 37 BYRADIUS 200 km STOREDIST", "2");
        redis.check("ZRANGE found 0 -1", "[\"Catania\", \"Palermo\"]");
        redis.check("GEORADIUS Sicily 15 37 1 km STORE found", "0");
        redis.check("EXISTS found", "0");
    }

    @Test
    void store_givenTwice_isRefused() {
        addSicily();
        redis.check("GEORADIUS Sicily 15 37 200 km STORE a STORE b", "-ERR syntax error");
        redis.check("GEORADIUS Sicily 15 37 200 km STORE STOREDIST STOREDIST b", "-ERR syntax error");
        redis.check("GEORADIUS Sicily 15 37 200 km STORE a STOREDIST b", "2");
    }

    @Test
    void georadius_ofMany_findsAllThatAreNear() {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, GeoPoint> points = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            GeoPoint point = new GeoPoint(random.nextDouble(-180, 180), random.nextDouble(-85, 85));
            points.put("m" + i, GeoPoint.ofScore(point.score()));
            redis.run("GEOADD", "k", "" + point.longitude(), "" + point.latitude(), "m" + i);
        }
        for (int round = 0; round < 100; round++) {
            // Redis, too, does not look for what is behind the date line or near a pole.
            GeoPoint center = new GeoPoint(random.nextDouble(-120, 120), random.nextDouble(-60, 60));
            double radius = Math.pow(10, random.nextDouble(4, 6.2));
            Set<String> expected = new HashSet<>();
            points.forEach((name, point) -> {
                if (point.distance(center) <= radius) {
                    expected.add(name);
                }
            });
            List<String> found = new ArrayList<>();
            redis.run("GEORADIUS", "k", "" + center.longitude(), "" + center.latitude(), "" + radius, "m")
                    .all()
                    .forEach(member -> found.add(member.text()));
            assertEquals(expected, new HashSet<>(found), () -> center + " radius=" + radius);
            assertEquals(expected.size(), found.size());
        }
        assertTrue(redis.line("GEORADIUS k 0 0 3000 km COUNT 5").all().size() == 5);
    }
}
