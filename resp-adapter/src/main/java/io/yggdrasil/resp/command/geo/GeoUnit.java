package io.yggdrasil.resp.command.geo;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;

/** Units of length. */
enum GeoUnit {
    M(1),
    KM(1000),
    FT(0.3048),
    MI(1609.34);

    private final double meters;

    GeoUnit(double meters) {
        this.meters = meters;
    }

    static GeoUnit parse(Call call, int index) {
        for (GeoUnit unit : values()) {
            if (call.is(index, unit.name())) {
                return unit;
            }
        }
        throw new RedisException("ERR unsupported unit provided. please use M, KM, FT, MI");
    }

    double toMeters(double length) {
        return length * meters;
    }

    double ofMeters(double length) {
        return length / meters;
    }
}
