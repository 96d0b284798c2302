package io.yggdrasil.resp.command.geo;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.wire.ReplyWriter;

/** Commands that store places and tell of them by name. */
final class GeoPlaces {
    private GeoPlaces() {}

    static void declare(CommandTable table) {
        table.add(GeoCommands.named("geoadd")
                .arity(-5)
                .syntax("key condition=[NX|XX]@6.2.0 [change=CH]@6.2.0"
                        + " data=(longitude:double latitude:double member)...")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, RW, UPDATE))
                .since("3.2.0")
                .summary("Stores members with their places.")
                .complexity("O(N log M) where N is the number of members to be stored, M of members in the sorted set.")
                .handler(GeoPlaces::geoadd));
        table.add(reading("geopos", -2)
                .syntax("key [member]...")
                .summary("Tells the places of members.")
                .handler(GeoPlaces::geopos));
        table.add(reading("geohash", -2)
                .syntax("key [member]...")
                .summary("Tells the places of members as geohashes.")
                .handler(GeoPlaces::geohash));
        table.add(reading("geodist", -4)
                .syntax("key member1 member2 unit=[M|KM|FT|MI]")
                .summary("Tells the distance of two members.")
                .complexity("O(log N) where N is the number of members in the sorted set.")
                .handler(GeoPlaces::geodist));
    }

    private static Command.Builder reading(String name, int arity) {
        return GeoCommands.named(name)
                .arity(arity)
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("3.2.0")
                .complexity("O(N log M) where N is the number of members asked for, M of members in the sorted set.");
    }

    private static void geoadd(Call call) {
        boolean onlyNew = false;
        boolean onlyKnown = false;
        boolean countChanges = false;
        int first = 2;
        for (; first < call.count(); first++) {
            if (call.is(first, "NX")) {
                onlyNew = true;
            } else if (call.is(first, "XX")) {
                onlyKnown = true;
            } else if (call.is(first, "CH")) {
                countChanges = true;
            } else {
                break;
            }
        }
        int left = call.count() - first;
        if (left == 0 || left % 3 != 0 || (onlyNew && onlyKnown)) {
            throw Errors.syntax();
        }
        double[] scores = new double[left / 3];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = GeoText.point(call, first + 3 * i).score();
        }
        Collection collection = call.keyspace().collection(call.key(1), ValueType.ZSET);
        if (collection == null) {
            collection = call.keyspace().newCollection(call.key(1), ValueType.ZSET);
        }
        ScoredMembers members = new ScoredMembers(collection);
        long before = members.count();
        long updated = 0;
        for (int i = 0; i < scores.length; i++) {
            byte[] member = call.bytes(first + 3 * i + 2);
            double old = members.score(member);
            boolean isNew = Double.isNaN(old);
            if (!(isNew ? onlyKnown : onlyNew) && old != scores[i]) {
                members.put(member, scores[i]);
                updated += isNew ? 0 : 1;
            }
        }
        long added = members.count() - before;
        if (added + updated > 0) {
            call.keyspace().save(call.key(1), collection);
            call.event(Type.ZSET, "zadd", call.key(1));
        }
        call.reply().integer(countChanges ? added + updated : added);
    }

    private static void geopos(Call call) {
        ScoredMembers members = GeoCommands.members(call, 1);
        ReplyWriter reply = call.reply();
        reply.array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            GeoPoint point = GeoText.member(members, call.bytes(i));
            if (point == null) {
                reply.nullArray();
            } else {
                GeoText.writePoint(reply, point);
            }
        }
    }

    private static void geohash(Call call) {
        ScoredMembers members = GeoCommands.members(call, 1);
        ReplyWriter reply = call.reply();
        reply.array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            GeoPoint point = GeoText.member(members, call.bytes(i));
            if (point == null) {
                reply.nullBulk();
            } else {
                reply.bulk(point.geohash());
            }
        }
    }

    private static void geodist(Call call) {
        if (call.count() > 5) {
            throw Errors.syntax();
        }
        GeoUnit unit = call.count() == 5 ? GeoUnit.parse(call, 4) : GeoUnit.M;
        ScoredMembers members = GeoCommands.members(call, 1);
        GeoPoint from = GeoText.member(members, call.bytes(2));
        GeoPoint to = GeoText.member(members, call.bytes(3));
        if (from == null || to == null) {
            call.reply().nullBulk();
        } else {
            GeoText.writeDistance(call.reply(), unit.ofMeters(from.distance(to)));
        }
    }
}
