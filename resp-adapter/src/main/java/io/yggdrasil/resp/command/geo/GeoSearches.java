package io.yggdrasil.resp.command.geo;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.resp.collection.ScoredMember;
import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.geo.GeoHits.Hit;
import io.yggdrasil.resp.command.geo.GeoQuery.Form;
import io.yggdrasil.resp.command.sortedset.SortedSetCommands;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;

/** Commands that find places near a point. */
final class GeoSearches {
    private static final String CIRCLE = "radius:double unit=" + GeoCommands.UNITS;
    private static final String WITH = " [WITHCOORD] [WITHDIST] [WITHHASH]";
    private static final String ORDER = " order=[ASC|DESC]";
    private static final String STORE = " store=[STORE storekey:key#1{key}|STOREDIST storedistkey:key#2{key}]";
    private static final String SHAPE =
            " from=(FROMMEMBER member|FROMLONLAT (longitude:double latitude:double)) by=(circle=(BYRADIUS " + CIRCLE
                    + ")|box=(BYBOX width:double height:double unit=" + GeoCommands.UNITS + "))" + ORDER
                    + " count-block=[COUNT count [ANY]]";

    private GeoSearches() {}

    static void declare(CommandTable table) {
        String byPoint =
                "key longitude:double latitude:double " + CIRCLE + WITH + " count-block=[COUNT count [ANY]@6.2.0]";
        String byMember = "key member " + CIRCLE + WITH + " count-block=[COUNT count [ANY]]";
        table.add(storing("georadius", -6, Form.RADIUS)
                .syntax(byPoint + ORDER + STORE)
                .since("3.2.0")
                .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument")
                .summary("Lists or stores the members within a circle around a point."));
        table.add(storing("georadiusbymember", -5, Form.RADIUS_BY_MEMBER)
                .syntax(byMember + ORDER + STORE)
                .since("3.2.0")
                .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments")
                .summary("Lists or stores the members within a circle around a member."));
        table.add(listing("georadius_ro", -6, Form.RADIUS)
                .syntax(byPoint + ORDER)
                .since("3.2.10")
                .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` argument")
                .summary("Lists the members within a circle around a point."));
        table.add(listing("georadiusbymember_ro", -5, Form.RADIUS_BY_MEMBER)
                .syntax(byMember + ORDER)
                .since("3.2.10")
                .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments")
                .summary("Lists the members within a circle around a member."));
        table.add(listing("geosearch", -7, Form.SEARCH)
                .syntax("key" + SHAPE + WITH)
                .since("6.2.0")
                .summary("Lists the members within a circle or a box."));
        table.add(searching("geosearchstore", -8, Form.SEARCH_STORE, true)
                .syntax("destination:key#0 source:key#1" + SHAPE + " [STOREDIST]")
                .flags(WRITE, DENYOOM)
                .keys(KeySpec.at(1, OW, UPDATE), KeySpec.at(2, RO, ACCESS))
                .since("6.2.0")
                .summary("Stores the members within a circle or a box as another sorted set."));
    }

    private static Command.Builder listing(String name, int arity, Form form) {
        return searching(name, arity, form, false).flags(READONLY).keys(KeySpec.at(1, RO, ACCESS));
    }

    private static Command.Builder storing(String name, int arity, Form form) {
        return searching(name, arity, form, true)
                .flags(WRITE, DENYOOM)
                .keys(
                        KeySpec.at(1, RO, ACCESS),
                        KeySpec.after("STORE", -arity, 0, 1, 0, OW, UPDATE),
                        KeySpec.after("STOREDIST", -arity, 0, 1, 0, OW, UPDATE));
    }

    private static Command.Builder searching(String name, int arity, Form form, boolean mayStore) {
        return GeoCommands.named(name)
                .arity(arity)
                .complexity("O(log N + M) where N is the number of members, M of those in the cells around the shape.")
                .handler(call -> search(call, form, mayStore));
    }

    private static void search(Call call, Form form, boolean mayStore) {
        int source = form == Form.SEARCH_STORE ? 2 : 1;
        ScoredMembers members = GeoCommands.members(call, source);
        if (members == null) {
            call.missedByWriter(call.key(source));
        }
        GeoQuery query = GeoQuery.parse(call, form, mayStore, members);
        GeoHits hits = new GeoHits(query.order, query.limit);
        if (members != null) {
            hits.search(members, query.shape(), query.any);
        }
        if (query.storeKey > 0) {
            store(call, query, hits.list());
        } else {
            list(call.reply(), query, hits.list());
        }
    }

    private static void store(Call call, GeoQuery query, List<Hit> hits) {
        List<ScoredMember> members = new ArrayList<>();
        for (Hit hit : hits) {
            double score = query.storesDistance ? query.unit.ofMeters(hit.distance()) : hit.score();
            members.add(new ScoredMember(hit.member(), score));
        }
        String event = call.command().name().equals("geosearchstore") ? "geosearchstore" : "georadiusstore";
        SortedSetCommands.replace(call, call.key(query.storeKey), event, members);
        call.reply().integer(members.size());
    }

    private static void list(ReplyWriter reply, GeoQuery query, List<Hit> hits) {
        int details = (query.withDistance ? 1 : 0) + (query.withHash ? 1 : 0) + (query.withPoint ? 1 : 0);
        reply.array(hits.size());
        for (Hit hit : hits) {
            if (details > 0) {
                reply.array(1 + details);
            }
            reply.bulk(hit.member());
            if (query.withDistance) {
                GeoText.writeDistance(reply, query.unit.ofMeters(hit.distance()));
            }
            if (query.withHash) {
                reply.integer((long) hit.score());
            }
            if (query.withPoint) {
                GeoText.writePoint(reply, hit.point());
            }
        }
    }
}
