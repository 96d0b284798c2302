package io.yggdrasil.examples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/**
 * Redis clients count page views while SQL reports on them. The keys that start with {@code visits:} are a namespace of
 * their own, whose strings are the rows of a table: {@code _KEY} is the key as text, {@code _VAL} the value's bytes.
 *
 * <p>Start a server with that namespace first:
 *
 * <pre>
 *   ./yggdrasil start --set namespace.visits.prefix=visits: \
 *       --set namespace.visits.sql-schema=PUBLIC --set namespace.visits.sql-table=visits
 * </pre>
 */
public final class SqlExample {
    /** What each writer sees again and again: of 10 views 4 are of the start page, 3 of /docs and 2 of /docs/sql. */
    private static final List<String> VIEWED =
            List.of("/", "/docs", "/docs/sql", "/", "/docs", "/download", "/", "/docs", "/docs/sql", "/");

    private static final int WRITERS = 2;
    private static final int ROUNDS = 500;

    private static final String TOTAL = "SELECT SUM(CAST(UTF8TOSTRING(_VAL) AS BIGINT)) FROM visits";
    private static final String DOCS = "SELECT SUBSTRING(_KEY, 8), CAST(UTF8TOSTRING(_VAL) AS BIGINT) AS views"
            + " FROM visits WHERE _KEY LIKE ? ORDER BY views DESC";

    private SqlExample() {}

    /** The arguments are the server's addresses for Redis clients and for JDBC. */
    public static void main(String[] arguments) throws SQLException {
        String redisAddress = arguments.length > 0 ? arguments[0] : "127.0.0.1:6379";
        String jdbcAddress = arguments.length > 1 ? arguments[1] : "127.0.0.1:10800";
        try (RedisClient redis = RedisClient.create(HostAndPort.from(redisAddress));
                Connection sql = DriverManager.getConnection("jdbc:ignite:thin://" + jdbcAddress)) {
            VIEWED.forEach(page -> redis.set("visits:" + page, "0"));
            whileCounting(redis, sql);
            report(sql);
            writeWithSql(redis, sql);
        }
    }

    private static void whileCounting(RedisClient redis, Connection sql) throws SQLException {
        CompletableFuture<?>[] writers = new CompletableFuture<?>[WRITERS];
        for (int writer = 0; writer < WRITERS; writer++) {
            writers[writer] = CompletableFuture.runAsync(() -> count(redis));
        }
        CompletableFuture<Void> counted = CompletableFuture.allOf(writers);
        long before = 0;
        boolean neverFell = true;
        while (!counted.isDone()) {
            long total = total(sql);
            neverFell &= total >= before;
            before = total;
        }
        counted.join();
        System.out.println("While Redis clients counted, the total never fell: " + neverFell);
        System.out.println("In the end: " + total(sql) + " views");
    }

    private static void count(RedisClient redis) {
        for (int round = 0; round < ROUNDS; round++) {
            VIEWED.forEach(page -> redis.incr("visits:" + page));
        }
    }

    private static long total(Connection sql) throws SQLException {
        try (Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery(TOTAL)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void report(Connection sql) throws SQLException {
        try (PreparedStatement statement = sql.prepareStatement(DOCS)) {
            statement.setString(1, "visits:/docs%");
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    System.out.println(rows.getString(1) + ": " + rows.getLong(2));
                }
            }
        }
    }

    /** Rows that SQL writes are strings to Redis. A key's prefix is part of it. MERGE works too; Ignite logs a warning. */
    private static void writeWithSql(RedisClient redis, Connection sql) throws SQLException {
        redis.del("visits:/news"); // An earlier run may have left it; INSERT refuses a key that is there.
        try (Statement statement = sql.createStatement()) {
            statement.executeUpdate("INSERT INTO visits(_KEY, _VAL) VALUES ('visits:/news', STRINGTOUTF8('41'))");
        }
        System.out.println("Redis counts on from what SQL wrote: " + redis.incr("visits:/news"));
    }
}
