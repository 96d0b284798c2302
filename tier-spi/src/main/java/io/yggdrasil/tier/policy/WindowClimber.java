package io.yggdrasil.tier.policy;

/**
 * Finds the share of the window by hill climbing: after a period of uses it goes on in its direction when more of them found
 * their entry than in the period before, else turns round. Steps get smaller, until the hit ratio changes much: then another
 * hill may be higher.
 */
final class WindowClimber {
    private static final double SHARE_MIN = 0.01;
    private static final double SHARE_MAX = 0.8;
    private static final double STEP = 0.0625;
    private static final double STEP_DECAY = 0.98;
    private static final double RESTART_CHANGE = 0.05;
    private static final int USES_PER_ENTRY = 10;
    private static final int PERIOD_MIN = 1000;

    private final boolean climbs;
    private double share;
    private double step = STEP;
    private double lastRatio = -1;
    private long uses;
    private long hits;

    /** Begins with the least share. */
    WindowClimber() {
        this(SHARE_MIN, true);
    }

    private WindowClimber(double share, boolean climbs) {
        this.share = share;
        this.climbs = climbs;
    }

    /** Stays at a share. */
    static WindowClimber fixedAt(double share) {
        return new WindowClimber(share, false);
    }

    double windowShare() {
        return share;
    }

    /** Goes on from a share that another climber found. */
    void startAt(double windowShare) {
        share = windowShare;
    }

    /** Counts a use, and returns whether the share has changed. */
    boolean record(boolean hit, int entries) {
        if (!climbs) {
            return false;
        }
        uses++;
        if (hit) {
            hits++;
        }
        if (uses < Math.max(PERIOD_MIN, (long) USES_PER_ENTRY * entries)) {
            return false;
        }
        double ratio = (double) hits / uses;
        uses = 0;
        hits = 0;
        return climb(ratio);
    }

    private boolean climb(double ratio) {
        double change = ratio - lastRatio;
        boolean first = lastRatio < 0;
        lastRatio = ratio;
        if (first) {
            return false;
        }
        double signed = change >= 0 ? step : -step;
        share = Math.min(SHARE_MAX, Math.max(SHARE_MIN, share + signed));
        step = Math.abs(change) >= RESTART_CHANGE ? Math.copySign(STEP, signed) : signed * STEP_DECAY;
        return true;
    }
}
