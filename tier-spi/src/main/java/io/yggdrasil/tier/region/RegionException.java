package io.yggdrasil.tier.region;

import java.io.Serial;

/** Why a region cannot be opened, in words for its operator. */
public final class RegionException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    private RegionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static RegionException absent(String message) {
        return new RegionException(Reason.ABSENT, message);
    }

    static RegionException refused(String message) {
        return new RegionException(Reason.REFUSED, message);
    }

    /** Whether another medium may take its place. */
    public Reason reason() {
        return reason;
    }

    /** What kind of obstacle it is. */
    public enum Reason {
        /** This machine has nothing of the medium: a region elsewhere may replace it. */
        ABSENT,
        /** The medium is there and does not give what was asked: size, permission, in use. Mend the request. */
        REFUSED
    }
}
