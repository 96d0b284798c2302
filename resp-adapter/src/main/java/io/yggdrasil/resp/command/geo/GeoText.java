package io.yggdrasil.resp.command.geo;

import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Points and distances as requests and replies write them. */
final class GeoText {
    private static final int DISTANCE_DIGITS = 4;
    private static final double DISTANCE_SCALE = 10_000;
    private static final int COORDINATE_DIGITS = 17;
    private static final int ERROR_DIGITS = 6;

    private GeoText() {}

    /** The point whose longitude and latitude are two arguments. */
    static GeoPoint point(Call call, int index) {
        GeoPoint point = new GeoPoint(call.real(index), call.real(index + 1));
        if (!point.isOnMap()) {
            throw new RedisException(
                    "ERR invalid longitude,latitude pair " + fixed(point.longitude()) + "," + fixed(point.latitude()));
        }
        return point;
    }

    private static String fixed(double value) {
        if (Double.isInfinite(value)) {
            return value < 0 ? "-inf" : "inf";
        }
        String digits = new BigDecimal(Math.abs(value))
                .setScale(ERROR_DIGITS, RoundingMode.HALF_EVEN)
                .toPlainString();
        return Double.doubleToRawLongBits(value) < 0 ? "-" + digits : digits;
    }

    /** The point of a member; null: there is none. */
    static @Nullable GeoPoint member(@Nullable ScoredMembers members, byte[] member) {
        double score = members == null ? Double.NaN : members.score(member);
        return Double.isNaN(score) ? null : GeoPoint.ofScore(score);
    }

    /** Writes a length with four digits behind the point. */
    static void writeDistance(ReplyWriter reply, double distance) {
        reply.bulk(BigDecimal.valueOf((long) Math.rint(distance * DISTANCE_SCALE), DISTANCE_DIGITS)
                .toPlainString());
    }

    /** Writes longitude and latitude. */
    static void writePoint(ReplyWriter reply, GeoPoint point) {
        reply.array(2);
        writeCoordinate(reply, point.longitude());
        writeCoordinate(reply, point.latitude());
    }

    private static void writeCoordinate(ReplyWriter reply, double degrees) {
        String text = new BigDecimal(degrees)
                .setScale(COORDINATE_DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
        if (reply.version() == 2) {
            reply.bulk(text);
        } else {
            reply.raw(("," + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
