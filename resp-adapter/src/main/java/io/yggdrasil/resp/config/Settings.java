package io.yggdrasil.resp.config;

import io.yggdrasil.ignite.NamespacePolicy;
import io.yggdrasil.ignite.Persistence;
import io.yggdrasil.ignite.hot.HotTier;
import io.yggdrasil.resp.config.ServerConfiguration.MissingNodes;
import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.NumaPolicy;
import io.yggdrasil.tier.region.RegionFallback;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;

/**
 * Every key with what it may be. What Redis has too is named as Redis names it. Defaults and descriptions stand in
 * {@code reference.conf}; a test holds the two together.
 */
final class Settings {
    private static final Map<String, Setting<?>> ALL = new LinkedHashMap<>();

    private static final long KB = 1L << 10;
    private static final long MB = KB << 10;
    private static final long GB = MB << 10;

    /** 16 databases of 1,024 partitions each need some pages before they hold anything. */
    static final long MAXMEMORY_LEAST_BYTES = 64 * MB;

    /** One namespace of 1,024 partitions needs some too. */
    private static final long REGION_LEAST_BYTES = 32 * MB;

    static final Setting<Integer> PORT = add("port", Kind.integer(0, 65535));
    static final Setting<List<String>> BIND = add("bind", Hosts.toListenOn().list(1, 16));
    static final Setting<Boolean> PROTECTED_MODE = add("protected-mode", Kind.flag());
    static final Setting<String> REQUIREPASS = add("requirepass", Kind.text("up to 512 characters", 512));
    static final Setting<Integer> MAXCLIENTS = add("maxclients", Kind.integer(1, 1_000_000));
    static final Setting<Duration> TIMEOUT = add("timeout", Kind.duration(Duration.ZERO, Duration.ofDays(30)));
    static final Setting<Integer> TCP_BACKLOG = add("tcp-backlog", Kind.integer(1, 65535));
    static final Setting<Integer> EVENT_LOOPS = add("event-loops", Kind.integer(0, 1024));
    static final Setting<Transport> TRANSPORT = add("transport", Kind.choice(Transport.class));
    static final Setting<Long> PROTO_MAX_BULK_LEN = add("proto-max-bulk-len", Kind.bytes(MB, GB));
    static final Setting<Long> QUERY_BUFFER_LIMIT = add("client-query-buffer-limit", Kind.bytes(MB, 2 * GB - MB));
    static final Setting<Duration> CLIENT_STALL_TIMEOUT =
            add("client-stall-timeout", Kind.duration(Duration.ofSeconds(1), Duration.ofHours(1)));
    static final Setting<Duration> SHUTDOWN_TIMEOUT =
            add("shutdown-timeout", Kind.duration(Duration.ZERO, Duration.ofHours(1)));

    static final Setting<Long> MAXMEMORY = add("maxmemory", Kind.bytesOrAuto(MAXMEMORY_LEAST_BYTES, 64 * KB * GB));
    static final Setting<Long> HOT_TIER_SIZE = add("hot-tier-size", Kind.bytesOrOff(HotTier.BYTES_LEAST, 64 * KB * GB));
    static final Setting<String> DATA = add("data", Kind.text("a folder, or empty for memory only", 4096));

    static final Setting<Boolean> CLUSTER_ENABLED = add("cluster-enabled", Kind.flag());
    static final Setting<String> CLUSTER_ANNOUNCE_IP = add("cluster-announce-ip", Hosts.orEmpty());
    static final Setting<Integer> CLUSTER_ANNOUNCE_PORT = add("cluster-announce-port", Kind.integer(0, 65535));
    static final Setting<List<HostAndPort>> JOIN = add("join", HostAndPort.KIND.list(0, 256));
    static final Setting<Duration> JOIN_TIMEOUT = add("join-timeout", Kind.duration(Duration.ZERO, Duration.ofDays(1)));
    static final Setting<Duration> SETTLE_TIMEOUT =
            add("settle-timeout", Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(10)));

    static final Setting<String> IGNITE_BIND = add("ignite.bind", Hosts.kind());
    static final Setting<Integer> CLIENT_PORT = add("ignite.client-port", Kind.integer(1024, 65535));
    static final Setting<Integer> DISCOVERY_PORT = add("ignite.discovery-port", Kind.integer(1024, 65535));
    static final Setting<Integer> COMMUNICATION_PORT = add("ignite.communication-port", Kind.integer(1024, 65535));
    static final Setting<Integer> PORT_RANGE = add("ignite.port-range", Kind.integer(0, 1000));
    static final Setting<MissingNodes> MISSING_NODES = add("ignite.missing-nodes", Kind.choice(MissingNodes.class));
    static final Setting<Duration> FAILURE_DETECTION_TIMEOUT =
            add("ignite.failure-detection-timeout", Kind.duration(Duration.ofMillis(500), Duration.ofMinutes(10)));

    /** The name in a group of keys that stands for what has no key of its own. */
    static final String DEFAULTS = "defaults";

    /** Where regions stand: {@code region.defaults.fallback}, {@code region.warm.medium}. */
    static final String REGION = "region";

    static final Setting<MediumKind> MEDIUM = add("region.defaults.medium", Kind.choice(MediumKind.class));
    static final Setting<String> REGION_PATH =
            add("region.defaults.path", Kind.text("a folder, a device, or empty", 4096));
    static final Setting<Long> REGION_SIZE =
            add("region.defaults.size", Kind.bytesOrAuto(REGION_LEAST_BYTES, 64 * KB * GB));
    static final Setting<List<Integer>> NUMA_NODES =
            add("region.defaults.numa-nodes", Kind.integer(0, 1023).list(0, 64));
    static final Setting<NumaPolicy> NUMA_POLICY = add("region.defaults.numa-policy", Kind.choice(NumaPolicy.class));
    static final Setting<Long> HUGE_PAGE_SIZE = add("region.defaults.huge-page-size", Kind.bytes(0, 16 * GB));
    static final Setting<RegionFallback> FALLBACK = add("region.defaults.fallback", Kind.choice(RegionFallback.class));

    static final Setting<List<String>> ACCEL_USE = add("accel.use", acceleratorNames());
    static final Setting<List<String>> ACCEL_FORBID = add("accel.forbid", acceleratorNames());
    static final Setting<Integer> ACCEL_VERIFY_EVERY = add("accel.verify-every", Kind.integer(0, 1_000_000_000));
    static final Setting<String> ACCEL_PROFILE_FILE = add("accel.profile-file", Kind.text("a file, or empty", 4096));

    /** Where policies of namespaces stand: {@code namespace.defaults.backups}, {@code namespace.users.prefix}. */
    static final String NAMESPACE = "namespace";

    static final Setting<Integer> BACKUPS = add(
            "namespace.defaults.backups", Kind.integer(NamespacePolicy.BACKUPS_LEAST, NamespacePolicy.BACKUPS_MOST));
    static final Setting<Persistence> PERSISTENCE =
            add("namespace.defaults.persistence", Kind.choice(Persistence.class));
    static final Setting<CacheWriteSynchronizationMode> WRITE_SYNCHRONIZATION =
            add("namespace.defaults.write-synchronization", Kind.choice(CacheWriteSynchronizationMode.class));
    static final Setting<PartitionLossPolicy> PARTITION_LOSS =
            add("namespace.defaults.partition-loss", Kind.choice(PartitionLossPolicy.class));
    static final Setting<String> SQL_SCHEMA =
            add("namespace.defaults.sql-schema", Kind.text("a schema name, or empty for one named as the cache", 64));
    static final Setting<String> SQL_TABLE =
            add("namespace.defaults.sql-table", Kind.text("a table name, or empty for none", 64));

    static final Setting<String> NAMESPACE_REGION =
            add("namespace.defaults.region", Kind.text("default, or the name of a region", 64));
    static final Setting<Long> MEMORY_MAX = add("namespace.defaults.memory-max", Kind.bytes(0, 64 * KB * GB));

    /** The groups of keys in which users give names: the word between the dots. */
    static final List<String> GROUPS = List.of(NAMESPACE, REGION);

    // What only a named namespace has; the word between the dots is its name.
    static final Setting<Integer> DATABASE = new Setting<>("database", Kind.integer(0, 15));
    static final Setting<String> PREFIX = new Setting<>("prefix", Kind.text("1 to 256 bytes of UTF-8", 256));

    private Settings() {}

    /** All keys in the order of the reference. Those of named namespaces are not among them. */
    static Map<String, Setting<?>> all() {
        return ALL;
    }

    /** The part of a default policy's key behind its last dot. */
    static String property(Setting<?> setting) {
        return setting.key().substring(setting.key().lastIndexOf('.') + 1);
    }

    private static Kind<List<String>> acceleratorNames() {
        return Kind.text("the name of an accelerator", 64).list(0, 32);
    }

    private static <T> Setting<T> add(String key, Kind<T> kind) {
        Setting<T> setting = new Setting<>(key, kind);
        ALL.put(key, setting);
        return setting;
    }
}
