package io.yggdrasil.resp.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.hot.TieredCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteDataStreamer;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/**
 * Writers change keys through RESP, thin clients, Ignite's API, SQL, streamers, expiry and clears, while readers read
 * through RESP and {@code Yggdrasil.tiered} on several nodes; then a further node joins and leaves: no reader may be served
 * less than what was acknowledged before it asked, nor less than any reader had seen.
 *
 * <p>While owners change, nothing expires or is cleared: both leave no trace that would keep Ignite from taking an older
 * row from a copy that is on its way to a new owner. It does so without a hot tier, too.
 *
 * <p>The writers of one key take turns, each writing one version more than the last, so that the history check is a
 * comparison: what a read returns must be the state after some version between the last one known when it began and the
 * last one begun when it ended.
 */
final class TierCoherenceTest {
    private static final String CACHE = "db0";
    private static final int KEYS = 24;
    private static final int WRITERS = 3;
    private static final int READERS = 4;
    private static final int WRITES_BEFORE = 1_500;
    private static final int WRITES_AFTER = 400;
    private static final int CHANGES_OF_OWNERS = 2;
    private static final int VERSIONS_MAX = 1 << 20;
    private static final long RUN_NANOS_MAX = TimeUnit.SECONDS.toNanos(90);
    private static final int EXPIRY_MILLIS = 5;
    private static final long ABSENT = 0;
    private static final int DOORS = 13;
    private static final int DOORS_WITH_TRACE = 10;
    private static final int THIN_PUT = 2;
    private static final int STREAM = 5;
    private static final int RESP_DEL = 7;
    private static final int THIN_REMOVE = 8;
    private static final int ALL_DOORS = 99;

    private static final byte MAY_BE_ABSENT = 1;
    private static final byte MAY_BE_PRESENT = 2;
    private static final byte EXPIRES = MAY_BE_ABSENT | MAY_BE_PRESENT;

    /** What the test knows of one key. */
    private static final class Key {
        final String name;
        final Lock turn = new ReentrantLock();
        /** By version: whether the row may be absent after it, and whether it may be present. */
        final byte[] states = new byte[VERSIONS_MAX];

        /** By version: the door that it was written through. */
        final byte[] doors = new byte[VERSIONS_MAX];

        final AtomicInteger known = new AtomicInteger();
        volatile int begun;

        Key(String name) {
            this.name = name;
            states[0] = MAY_BE_ABSENT;
        }

        /** Begins a version. What comes in by Ignite's doors keeps the expiry time of the row that it replaces. */
        int begin(byte state, int door) {
            int version = begun + 1;
            doors[version] = (byte) door;
            boolean inherits = states[begun] == EXPIRES && door >= THIN_PUT && door <= STREAM;
            states[version] = inherits ? EXPIRES : state;
            begun = version;
            return version;
        }

        void know(int version) {
            known.accumulateAndGet(version, Math::max);
        }

        /** The version after which a read may find this, or -1. */
        int fits(long read, int from, int to) {
            if (read != ABSENT) {
                boolean fits = read >= from && read <= to && (states[(int) read] & MAY_BE_PRESENT) != 0;
                return fits ? (int) read : -1;
            }
            for (int version = from; version <= to; version++) {
                if ((states[version] & MAY_BE_ABSENT) != 0) {
                    return version;
                }
            }
            return -1;
        }
    }

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final List<Key> keys = new ArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final ReadWriteLock traceless = new ReentrantReadWriteLock();
    private boolean ownersChange;
    private volatile boolean stopped;

    @Test
    void reads_whileAllDoorsWriteAndOwnersChange_areNeverStale() throws Exception {
        System.out.println("TierCoherenceTest -Dseed=" + seed);
        for (int i = 0; i < KEYS; i++) {
            keys.add(new Key("key" + i));
        }
        try (ClusterFixture grid = ClusterFixture.start(2, Map.of("namespace.db0.sql-table", "STRINGS"))) {
            ExecutorService threads = Executors.newCachedThreadPool();
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                all.add(threads.submit(stopAtTheEnd(() -> write(grid, new SplittableRandom(seed + writer)))));
            }
            for (int i = 0; i < READERS; i++) {
                int reader = i;
                all.add(threads.submit(stopAtTheEnd(() -> read(grid, new SplittableRandom(seed - 1 - reader)))));
            }
            all.add(threads.submit(stopAtTheEnd(() -> changeOwners(grid))));
            threads.shutdown();
            for (Future<Void> one : all) {
                one.get(RUN_NANOS_MAX * 2, TimeUnit.NANOSECONDS);
            }
            long hits =
                    Yggdrasil.of(grid.member(0).ignite()).hotTier().statistics().hits()
                            + Yggdrasil.of(grid.member(1).ignite())
                                    .hotTier()
                                    .statistics()
                                    .hits();
            System.out.println("written=" + written + " read=" + read + " hits=" + hits);
            assertTrue(written.get() > 500, () -> "written=" + written);
            assertTrue(hits > 500, () -> "hits=" + hits);
        }
    }

    private interface Part {
        void run() throws Exception;
    }

    /** Whoever ends first, well or not, ends the run. */
    private Callable<Void> stopAtTheEnd(Part part) {
        return () -> {
            try {
                part.run();
                return null;
            } finally {
                stopped = true;
            }
        };
    }

    private void changeOwners(ClusterFixture grid) {
        awaitWrites(WRITES_BEFORE);
        traceless.writeLock().lock();
        ownersChange = true;
        traceless.writeLock().unlock();
        for (int i = 0; i < CHANGES_OF_OWNERS; i++) {
            ClusterFixture.Member third = grid.add();
            grid.awaitEven();
            awaitWrites(WRITES_AFTER);
            grid.remove(third);
            grid.awaitEven();
            awaitWrites(WRITES_AFTER);
        }
    }

    private void awaitWrites(int count) {
        int from = written.get();
        ClusterFixture.await(count + " writes", () -> stopped || written.get() >= from + count);
    }

    // ---- readers ----

    private void read(ClusterFixture grid, SplittableRandom random) {
        List<TieredCache<String, byte[]>> caches = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Ignite ignite = grid.member(i).ignite();
            caches.add(Yggdrasil.of(ignite).tiered(ignite.cache(CACHE)));
        }
        try (Jedis first = grid.member(0).jedis();
                Jedis second = grid.member(1).jedis()) {
            while (!stopped) {
                Key key = keys.get(random.nextInt(KEYS));
                int known = key.known.get();
                byte[] name = key.name.getBytes(US_ASCII);
                int door = random.nextInt(4);
                byte[] value = switch (door) {
                    case 0 -> first.get(name);
                    case 1 -> second.get(name);
                    default -> caches.get(door - 2).get(key.name);
                };
                long version = value == null ? ABSENT : Long.parseLong(new String(value, US_ASCII));
                int fits = key.fits(version, known, key.begun);
                assertTrue(
                        fits >= 0,
                        () -> "stale read of " + key.name + " through door " + door + ": version=" + version
                                + " known=" + known + " begun=" + key.begun + " written through "
                                + Arrays.toString(Arrays.copyOfRange(key.doors, Math.max(0, known - 3), key.begun + 1))
                                + " seed=" + seed);
                key.know(fits);
                read.incrementAndGet();
            }
        }
    }

    // ---- writers ----

    private void write(ClusterFixture grid, SplittableRandom random) {
        try (Doors doors = new Doors(grid)) {
            while (!stopped) {
                traceless.readLock().lock();
                try {
                    if (!ownersChange && random.nextInt(1_000) == 0) {
                        clearEverything(doors);
                    } else {
                        Key key = keys.get(random.nextInt(KEYS));
                        writeOne(doors, key, random.nextInt(ownersChange ? DOORS_WITH_TRACE : DOORS));
                    }
                } finally {
                    traceless.readLock().unlock();
                }
                written.incrementAndGet();
            }
        }
    }

    private static void writeOne(Doors doors, Key key, int door) {
        key.turn.lock();
        try {
            // What is over by the clock of RESP stays for Ignite's readers until theirs has come as far: DEL finds
            // nothing.
            boolean isOver = door == RESP_DEL && key.states[key.begun] == EXPIRES;
            write(doors, key, isOver ? THIN_REMOVE : door);
        } finally {
            key.turn.unlock();
        }
    }

    private static void write(Doors doors, Key key, int door) {
        byte state = switch (door) {
            case 0, 1, 2, 3, 4, 5, 6 -> MAY_BE_PRESENT;
            case 10, 11 -> EXPIRES;
            default -> MAY_BE_ABSENT;
        };
        int version = key.begin(state, door);
        byte[] value = String.valueOf(version).getBytes(US_ASCII);
        byte[] name = key.name.getBytes(US_ASCII);
        switch (door) {
            case 0 -> doors.first.set(name, value);
            case 1 -> doors.second.getSet(name, value);
            case THIN_PUT -> doors.thin.put(key.name, value);
            case 3 -> doors.cache.put(key.name, value);
            case 4 ->
                doors.cache
                        .query(new SqlFieldsQuery("merge into STRINGS (_key, _val) values (?, ?)")
                                .setArgs(key.name, value))
                        .getAll();
            case STREAM -> doors.stream(key.name, value);
            case 6 -> doors.second.set(name, value);
            case RESP_DEL -> doors.second.del(name);
            case THIN_REMOVE -> doors.thin.remove(key.name);
            case 9 ->
                doors.cache
                        .query(new SqlFieldsQuery("delete from STRINGS where _key = ?").setArgs(key.name))
                        .getAll();
            case 10 -> doors.first.set(name, value, SetParams.setParams().px(EXPIRY_MILLIS));
            case 11 ->
                doors.cache
                        .withExpiryPolicy(new CreatedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, EXPIRY_MILLIS)))
                        .put(key.name, value);
            default -> doors.cache.clear(key.name);
        }
        key.know(version);
    }

    private void clearEverything(Doors doors) {
        keys.forEach(key -> key.turn.lock());
        try {
            keys.forEach(key -> key.begin(MAY_BE_ABSENT, ALL_DOORS));
            doors.first.flushDB();
            keys.forEach(key -> key.know(key.begun));
        } finally {
            keys.forEach(key -> key.turn.unlock());
        }
    }

    /** One writer's ways into the grid. */
    private static final class Doors implements AutoCloseable {
        final Jedis first;
        final Jedis second;
        final IgniteClient client;
        final ClientCache<String, byte[]> thin;
        final Ignite ignite;
        final IgniteCache<String, byte[]> cache;

        Doors(ClusterFixture grid) {
            first = grid.member(0).jedis();
            second = grid.member(1).jedis();
            ignite = grid.member(0).ignite();
            cache = ignite.cache(CACHE);
            int port = ignite.configuration().getClientConnectorConfiguration().getPort();
            client = Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port));
            thin = client.cache(CACHE);
        }

        void stream(String name, byte[] value) {
            try (IgniteDataStreamer<String, byte[]> streamer = ignite.dataStreamer(CACHE)) {
                streamer.allowOverwrite(true);
                streamer.addData(name, value);
            }
        }

        @Override
        public void close() {
            first.close();
            second.close();
            client.close();
        }
    }
}
