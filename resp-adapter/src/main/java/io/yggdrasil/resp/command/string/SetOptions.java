package io.yggdrasil.resp.command.string;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;

/** The options of SET and GETEX: at most one kind of expiry, at most one condition. */
final class SetOptions {
    private static final int NX = 1;
    private static final int XX = 1 << 1;
    private static final int GET = 1 << 2;
    private static final int KEEPTTL = 1 << 3;
    private static final int PERSIST = 1 << 4;
    private static final int EX = 1 << 5;
    private static final int PX = 1 << 6;
    private static final int EXAT = 1 << 7;
    private static final int PXAT = 1 << 8;
    private static final int TIMED = EX | PX | EXAT | PXAT;
    private static final int EXPIRY = TIMED | KEEPTTL | PERSIST;

    private int flags;
    private int timeIndex;

    private SetOptions() {}

    /** Reads the options of SET, which begin behind the value. */
    static SetOptions ofSet(Call call) {
        SetOptions options = new SetOptions();
        for (int i = 3; i < call.count(); i++) {
            if (call.is(i, "NX")) {
                options.add(NX, XX);
            } else if (call.is(i, "XX")) {
                options.add(XX, NX);
            } else if (call.is(i, "GET")) {
                options.add(GET, 0);
            } else if (call.is(i, "KEEPTTL")) {
                options.add(KEEPTTL, TIMED);
            } else {
                i = options.addTime(call, i);
            }
        }
        return options;
    }

    /** Reads the options of GETEX, which begin behind the key. */
    static SetOptions ofGetex(Call call) {
        SetOptions options = new SetOptions();
        for (int i = 2; i < call.count(); i++) {
            if (call.is(i, "PERSIST")) {
                options.add(PERSIST, TIMED);
            } else {
                i = options.addTime(call, i);
            }
        }
        return options;
    }

    /** A kind of expiry may come again (the last one counts), but no two kinds together. */
    private int addTime(Call call, int index) {
        int kind = timeKind(call, index);
        if (kind == 0 || index + 1 == call.count()) {
            throw Errors.syntax();
        }
        add(kind, EXPIRY & ~kind);
        timeIndex = index + 1;
        return timeIndex;
    }

    private static int timeKind(Call call, int index) {
        if (call.is(index, "EX")) {
            return EX;
        }
        if (call.is(index, "PX")) {
            return PX;
        }
        if (call.is(index, "EXAT")) {
            return EXAT;
        }
        return call.is(index, "PXAT") ? PXAT : 0;
    }

    private void add(int option, int excluded) {
        if ((flags & excluded) != 0) {
            throw Errors.syntax();
        }
        flags |= option;
    }

    /** Whether the old value is the reply. */
    boolean wantsOldValue() {
        return (flags & GET) != 0;
    }

    /** Whether it matters if there is a key already. */
    boolean isConditional() {
        return (flags & (NX | XX)) != 0;
    }

    /** Whether nothing is to be stored. */
    boolean refuses(boolean found) {
        return (flags & (found ? NX : XX)) != 0;
    }

    /** Whether the expiry stays as it is. */
    boolean keepsExpiry() {
        return (flags & KEEPTTL) != 0;
    }

    /** Whether the expiry goes away. */
    boolean persists() {
        return (flags & PERSIST) != 0;
    }

    /** Whether a time was given. */
    boolean hasTime() {
        return (flags & TIMED) != 0;
    }

    /** The given time, in milliseconds since 1970. */
    long timeMillis(Call call) {
        return timeMillis(call, timeIndex, (flags & (EX | EXAT)) != 0, (flags & (EX | PX)) != 0);
    }

    /** Argument {@code index} as a time in milliseconds since 1970. */
    static long timeMillis(Call call, int index, boolean isSeconds, boolean isRelative) {
        long time = call.integer(index);
        if (time <= 0 || (isSeconds && time > Long.MAX_VALUE / 1000)) {
            throw Errors.invalidExpire(call.command().fullName());
        }
        long millis = isSeconds ? time * 1000 : time;
        if (isRelative) {
            millis += call.nowMillis();
        }
        if (millis <= 0) {
            throw Errors.invalidExpire(call.command().fullName());
        }
        return millis;
    }
}
