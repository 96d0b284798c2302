package io.yggdrasil.resp.cluster;

/** What a node that runs a command over several nodes asks of the others. */
final class SpanQuestion {
    /** Hold slots and tell rows: command i64, wait millis i32, all i8, partitions, keys. Answer: rows. */
    static final byte LEASE = 1;

    /** Tell one more row of what is held: command i64, key. Answer: row. */
    static final byte READ = 2;

    /**
     * Write and give the slots back: command i64, databases to clear, writes (key, then value or length -1 for a removal,
     * expire time i64).
     */
    static final byte APPLY = 3;

    /** Give the slots back: command i64. */
    static final byte RELEASE = 4;

    /** Tell rows without holding anything: partitions, keys. Answer: stamps i64, epoch i64, rows. */
    static final byte GLANCE = 5;

    /** Whether nothing was written since: partitions, stamps i64, epoch i64. Answer: i8. */
    static final byte VALIDATE = 6;

    /** Number of keys: database i8. Answer: topology, size i64. */
    static final byte SIZE = 7;

    /** Some keys: database i8, cursor i64, count i32. Answer: topology, cursor i64, keys with the ordinals of their types. */
    static final byte SCAN = 8;

    /** Some key: database i8. Answer: key, length -1 for none. */
    static final byte RANDOM = 9;

    /** Tell a node of a collection without holding anything; to be followed by {@link #VALIDATE}: key. Answer: row. */
    static final byte PEEK = 10;

    /** Which of your scripts is to be killed first: function i8. Answer: order i8, millis i64. */
    static final byte CANDIDATE = 11;

    /** Kill it: function i8. */
    static final byte KILL = 12;

    /** The command that holds your slots is a script, which runs for a while already: command i64, function i8. */
    static final byte RUNS = 13;

    private SpanQuestion() {}
}
