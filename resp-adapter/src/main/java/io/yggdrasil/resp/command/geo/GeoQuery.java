package io.yggdrasil.resp.command.geo;

import io.yggdrasil.resp.collection.ScoredMembers;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.Request;
import org.jspecify.annotations.Nullable;

/** What a search is asked for. Of a key that is not there all is checked but the center, where that is a member. */
final class GeoQuery {
    /** Which of the commands it is. */
    enum Form {
        RADIUS,
        RADIUS_BY_MEMBER,
        SEARCH,
        SEARCH_STORE
    }

    private final Call call;
    private final Form form;
    private final boolean mayStore;
    private final @Nullable ScoredMembers members;

    private @Nullable GeoPoint center;
    private boolean isFromMember;
    private boolean isFromPoint;
    private boolean isByRadius;
    private boolean isByBox;
    private double width;
    private double height;

    GeoUnit unit = GeoUnit.M;
    boolean withDistance;
    boolean withHash;
    boolean withPoint;
    boolean any;
    boolean storesDistance;
    int storeKey;
    long limit;
    GeoHits.Order order = GeoHits.Order.NONE;

    private GeoQuery(Call call, Form form, boolean mayStore, @Nullable ScoredMembers members) {
        this.call = call;
        this.form = form;
        this.mayStore = mayStore;
        this.members = members;
    }

    static GeoQuery parse(Call call, Form form, boolean mayStore, @Nullable ScoredMembers members) {
        GeoQuery query = new GeoQuery(call, form, mayStore, members);
        for (int at = query.begin(); at < call.count(); ) {
            at = query.option(at);
        }
        query.check();
        return query;
    }

    /** The shape to be searched; there is a key. */
    GeoShape shape() {
        GeoPoint around = center;
        if (around == null) {
            throw new IllegalStateException("there is no center");
        }
        return isByBox
                ? GeoShape.box(around, unit.toMeters(width), unit.toMeters(height))
                : GeoShape.circle(around, unit.toMeters(width));
    }

    private boolean isSearch() {
        return form == Form.SEARCH || form == Form.SEARCH_STORE;
    }

    /** Reads what has its place; returns where options begin. */
    private int begin() {
        switch (form) {
            case RADIUS -> {
                center = GeoText.point(call, 2);
                radius(4);
                return 6;
            }
            case RADIUS_BY_MEMBER -> {
                if (members != null) {
                    center = ofMember(members, 2);
                    radius(3);
                }
                return 5;
            }
            case SEARCH_STORE -> {
                storeKey = 1;
                return 3;
            }
            default -> {
                return 2;
            }
        }
    }

    private GeoPoint ofMember(ScoredMembers of, int index) {
        GeoPoint point = GeoText.member(of, call.bytes(index));
        if (point == null) {
            throw new RedisException("ERR could not decode requested zset member");
        }
        return point;
    }

    private void radius(int index) {
        width = call.real(index, "ERR need numeric radius");
        if (width < 0) {
            throw new RedisException("ERR radius cannot be negative");
        }
        unit = GeoUnit.parse(call, index + 1);
    }

    private void box(int index) {
        width = call.real(index, "ERR need numeric width");
        height = call.real(index + 1, "ERR need numeric height");
        if (width < 0 || height < 0) {
            throw new RedisException("ERR height or width cannot be negative");
        }
        unit = GeoUnit.parse(call, index + 2);
    }

    /** Reads an option; returns where the next one is. */
    private int option(int at) {
        int left = call.count() - at - 1;
        if (call.is(at, "WITHDIST")) {
            withDistance = true;
        } else if (call.is(at, "WITHHASH")) {
            withHash = true;
        } else if (call.is(at, "WITHCOORD")) {
            withPoint = true;
        } else if (call.is(at, "ANY")) {
            any = true;
        } else if (call.is(at, "ASC")) {
            order = GeoHits.Order.ASC;
        } else if (call.is(at, "DESC")) {
            order = GeoHits.Order.DESC;
        } else if (call.is(at, "COUNT") && left >= 1) {
            limit = call.integer(at + 1);
            if (limit <= 0) {
                throw new RedisException("ERR COUNT must be > 0");
            }
            return at + 2;
        } else {
            return isSearch() ? searchOption(at, left) : storeOption(at, left);
        }
        return at + 1;
    }

    private int storeOption(int at, int left) {
        boolean distance = call.is(at, "STOREDIST");
        if (!mayStore || left < 1 || (!distance && !call.is(at, "STORE"))) {
            throw Errors.syntax();
        }
        storeKey = at + 1;
        storesDistance = distance;
        return at + 2;
    }

    private int searchOption(int at, int left) {
        if (form == Form.SEARCH_STORE && call.is(at, "STOREDIST")) {
            storesDistance = true;
            return at + 1;
        }
        if (call.is(at, "FROMMEMBER") && left >= 1 && !isFromPoint) {
            isFromMember = true;
            center = members == null ? null : ofMember(members, at + 1);
            return at + 2;
        }
        if (call.is(at, "FROMLONLAT") && left >= 2 && !isFromMember) {
            isFromPoint = true;
            center = GeoText.point(call, at + 1);
            return at + 3;
        }
        if (call.is(at, "BYRADIUS") && left >= 2 && !isByBox) {
            isByRadius = true;
            radius(at + 1);
            return at + 3;
        }
        if (call.is(at, "BYBOX") && left >= 3 && !isByRadius) {
            isByBox = true;
            box(at + 1);
            return at + 4;
        }
        throw Errors.syntax();
    }

    private void check() {
        if (storeKey > 0 && (withDistance || withHash || withPoint)) {
            String what = form == Form.SEARCH_STORE ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS";
            throw new RedisException(
                    "ERR " + what + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
        }
        if (isSearch() && !isFromMember && !isFromPoint) {
            throw new RedisException(
                    "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + call.text(0));
        }
        if (isSearch() && !isByRadius && !isByBox) {
            throw new RedisException("ERR exactly one of BYRADIUS and BYBOX can be specified for " + call.text(0));
        }
        if (any && limit == 0) {
            throw new RedisException("ERR the ANY argument requires COUNT argument");
        }
        if (limit > 0 && order == GeoHits.Order.NONE && !any) {
            order = GeoHits.Order.ASC;
        }
        if (storeKey > 0 && !isDeclared(storeKey)) {
            throw Errors.syntax();
        }
    }

    /** Whether the key was found beforehand and so may be written: not if STORE is given twice. */
    private boolean isDeclared(int key) {
        Request request = call.request();
        KeyPositions declared = new KeyPositions();
        call.command().keySpecs().forEach(spec -> spec.collect(request, declared));
        for (int i = 0; i < declared.count(); i++) {
            if (declared.index(i) == key) {
                return true;
            }
        }
        return false;
    }
}
