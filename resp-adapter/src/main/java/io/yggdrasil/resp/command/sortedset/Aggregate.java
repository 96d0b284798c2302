package io.yggdrasil.resp.command.sortedset;

/** What becomes of the scores that a member has in several inputs. */
enum Aggregate {
    SUM {
        @Override
        double of(double score, double other) {
            return numberOf(score + other);
        }
    },
    MIN {
        @Override
        double of(double score, double other) {
            return other < score ? other : score;
        }
    },
    MAX {
        @Override
        double of(double score, double other) {
            return other > score ? other : score;
        }
    };

    abstract double of(double score, double other);

    /** As Redis has it, infinities that meet their opposite or a weight of 0 make 0. */
    static double numberOf(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
