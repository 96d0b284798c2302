package io.yggdrasil.resp.parameter;

import static io.yggdrasil.resp.parameter.Parameter.Access.AT_START;
import static io.yggdrasil.resp.parameter.Parameter.Access.IMMUTABLE;
import static io.yggdrasil.resp.parameter.Parameter.Access.MODIFIABLE;
import static io.yggdrasil.resp.parameter.Parameter.Access.PROTECTED;

import io.yggdrasil.resp.parameter.NumberFormat.Notation;
import java.nio.file.Path;

/** Declares the parameters of Redis 7.2 with its types, ranges and defaults. */
final class RedisParameters {
    private static final long INT = Integer.MAX_VALUE;
    private static final long LONG = Long.MAX_VALUE;
    private static final long MIB = 1L << 20;

    private final Parameters target;

    private RedisParameters(Parameters target) {
        this.target = target;
    }

    static void declare(Parameters target) {
        RedisParameters declarations = new RedisParameters(target);
        declarations.live();
        declarations.network();
        declarations.encodings();
        declarations.memory();
        declarations.files();
        declarations.replication();
        declarations.cluster();
        declarations.process();
    }

    /** Those that change what this server does. */
    private void live() {
        number("maxclients", 10000, 1, 4294967295L);
        number("timeout", 0, 0, INT);
        number("slowlog-log-slower-than", 10000, -1, LONG);
        number("slowlog-max-len", 128, 0, LONG);
        number("latency-monitor-threshold", 0, 0, LONG);
        flag("latency-tracking", true);
        text("latency-tracking-info-percentiles", "50 99 99.9", TextFormat.PERCENTILES);
        memory("proto-max-bulk-len", 512 * MIB, MIB, LONG);
        memory("client-query-buffer-limit", 1024 * MIB, MIB, LONG);
        add("client-output-buffer-limit", null, OutputLimits.INITIAL, OutputLimits.FORMAT, MODIFIABLE, false, false);
        add("maxmemory", null, "0", unsignedMemory(0), MODIFIABLE, false, false);
        choice(
                "maxmemory-policy",
                "noeviction",
                "volatile-lru",
                "volatile-lfu",
                "volatile-random",
                "volatile-ttl",
                "allkeys-lru",
                "allkeys-lfu",
                "allkeys-random",
                "noeviction");
        number("maxmemory-samples", 5, 1, INT);
        add("requirepass", null, "", TextFormat.ANY, MODIFIABLE, false, true);
        flag("protected-mode", true);
        add("enable-debug-command", null, "no", ChoiceFormat.one("no", "yes", "local"), AT_START, false, false);
        add("enable-protected-configs", null, "no", ChoiceFormat.one("no", "yes", "local"), AT_START, false, false);
        number("hll-sparse-max-bytes", 3000, Notation.MEMORY, 0, LONG);
        text("notify-keyspace-events", "", TextFormat.EVENT_CLASSES);
        choice("loglevel", "notice", "debug", "verbose", "notice", "warning", "nothing");
    }

    private void network() {
        number("port", 6379, 0, 65535);
        text("bind", "* -::*", TextFormat.ANY);
        text("bind-source-addr", "", TextFormat.ANY);
        number("tcp-keepalive", 300, 0, INT);
        fixed("tcp-backlog", "511", NumberFormat.plain(0, INT));
        fixed("unixsocket", "", TextFormat.ANY);
        fixed("unixsocketperm", "0", new NumberFormat(Notation.OCTAL, 0, 0777, true));
        fixed("socket-mark-id", "0", NumberFormat.plain(0, 4294967295L));
        fixed("io-threads", "1", NumberFormat.plain(1, 128));
        fixed("io-threads-do-reads", "no", ChoiceFormat.YES_NO);
        add(
                "maxmemory-clients",
                null,
                "0",
                new NumberFormat(Notation.MEMORY_OR_PERCENT, -100, LONG, false),
                MODIFIABLE,
                false,
                false);
        number("tracking-table-max-keys", 1000000, 0, LONG);
        choice("acl-pubsub-default", "resetchannels", "allchannels", "resetchannels");
        number("acllog-max-len", 128, 0, LONG);
        add("aclfile", null, "", TextFormat.ANY, AT_START, false, false);
    }

    private void encodings() {
        aliased("list-max-listpack-size", "list-max-ziplist-size", -2, Integer.MIN_VALUE, INT);
        number("list-compress-depth", 0, 0, INT);
        aliased("hash-max-listpack-entries", "hash-max-ziplist-entries", 512, 0, LONG);
        aliasedMemory("hash-max-listpack-value", "hash-max-ziplist-value", 64);
        number("set-max-intset-entries", 512, 0, LONG);
        number("set-max-listpack-entries", 128, 0, LONG);
        number("set-max-listpack-value", 64, 0, LONG);
        aliased("zset-max-listpack-entries", "zset-max-ziplist-entries", 128, 0, LONG);
        aliasedMemory("zset-max-listpack-value", "zset-max-ziplist-value", 64);
        number("stream-node-max-entries", 100, 0, LONG);
        memory("stream-node-max-bytes", 4096, 0, LONG);
        choice("sanitize-dump-payload", "no", "no", "yes", "clients");
        flag("activerehashing", true);
    }

    private void memory() {
        number("maxmemory-eviction-tenacity", 10, 0, 100);
        number("lfu-log-factor", 10, 0, INT);
        number("lfu-decay-time", 1, 0, INT);
        number("active-expire-effort", 1, 1, 10);
        flag("lazyfree-lazy-eviction", false);
        flag("lazyfree-lazy-expire", false);
        flag("lazyfree-lazy-server-del", false);
        flag("lazyfree-lazy-user-del", false);
        flag("lazyfree-lazy-user-flush", false);
        flag("activedefrag", false);
        number("active-defrag-cycle-min", 1, 1, 99);
        number("active-defrag-cycle-max", 25, 1, 99);
        number("active-defrag-threshold-lower", 10, 0, 1000);
        number("active-defrag-threshold-upper", 100, 0, 1000);
        number("active-defrag-max-scan-fields", 1000, 1, LONG);
        memory("active-defrag-ignore-bytes", 100 * MIB, 1, LONG);
        flag("jemalloc-bg-thread", true);
        choice("oom-score-adj", "no", "no", "yes", "relative", "absolute");
        text("oom-score-adj-values", "0 200 800", TextFormat.OOM_SCORES);
        fixed("disable-thp", "yes", ChoiceFormat.YES_NO);
    }

    private void files() {
        text("save", "3600 1 300 100 60 10000", TextFormat.SAVE_POINTS);
        guarded("dir", Path.of("").toAbsolutePath().toString(), TextFormat.FOLDER);
        guarded("dbfilename", "dump.rdb", TextFormat.FILE_NAME);
        flag("rdbcompression", true);
        fixed("rdbchecksum", "yes", ChoiceFormat.YES_NO);
        flag("rdb-del-sync-files", false);
        flag("rdb-save-incremental-fsync", true);
        hiddenNumber("rdb-key-save-delay", 0, Integer.MIN_VALUE, INT);
        hiddenNumber("key-load-delay", 0, Integer.MIN_VALUE, INT);
        hiddenNumber("loading-process-events-interval-bytes", 2 * MIB, 1024, INT);
        flag("stop-writes-on-bgsave-error", true);
        flag("appendonly", false);
        fixed("appendfilename", "appendonly.aof", TextFormat.ANY);
        fixed("appenddirname", "appendonlydir", TextFormat.ANY);
        choice("appendfsync", "everysec", "everysec", "always", "no");
        flag("no-appendfsync-on-rewrite", false);
        number("auto-aof-rewrite-percentage", 100, 0, INT);
        memory("auto-aof-rewrite-min-size", 64 * MIB, 0, LONG);
        flag("aof-rewrite-incremental-fsync", true);
        flag("aof-load-truncated", true);
        flag("aof-use-rdb-preamble", true);
        flag("aof-timestamp-enabled", false);
        add("aof-disable-auto-gc", null, "no", ChoiceFormat.YES_NO, MODIFIABLE, true, false);
    }

    private void replication() {
        fixed("replicaof", "slaveof", "", TextFormat.ANY);
        add("masteruser", null, "", TextFormat.ANY, MODIFIABLE, false, true);
        add("masterauth", null, "", TextFormat.ANY, MODIFIABLE, false, true);
        aliasedFlag("replica-lazy-flush", "slave-lazy-flush", false);
        aliasedFlag("replica-serve-stale-data", "slave-serve-stale-data", true);
        aliasedFlag("replica-read-only", "slave-read-only", true);
        aliasedFlag("replica-ignore-maxmemory", "slave-ignore-maxmemory", true);
        flag("replica-ignore-disk-write-errors", false);
        flag("replica-announced", true);
        aliased("replica-priority", "slave-priority", 100, 0, INT);
        aliased("replica-announce-port", "slave-announce-port", 0, 0, 65535);
        add("replica-announce-ip", "slave-announce-ip", "", TextFormat.ANY, MODIFIABLE, false, false);
        flag("repl-disable-tcp-nodelay", false);
        flag("repl-diskless-sync", true);
        choice("repl-diskless-load", "disabled", "disabled", "on-empty-db", "swapdb");
        number("repl-diskless-sync-delay", 5, 0, INT);
        number("repl-diskless-sync-max-replicas", 0, 0, INT);
        number("repl-timeout", 60, 1, INT);
        aliased("repl-ping-replica-period", "repl-ping-slave-period", 10, 1, INT);
        memory("repl-backlog-size", MIB, 1, LONG);
        number("repl-backlog-ttl", 3600, 0, LONG);
        aliased("min-replicas-to-write", "min-slaves-to-write", 0, 0, INT);
        aliased("min-replicas-max-lag", "min-slaves-max-lag", 10, 0, INT);
        choice("propagation-error-behavior", "ignore", "ignore", "panic", "panic-on-replicas");
    }

    private void cluster() {
        fixed("cluster-enabled", "no", ChoiceFormat.YES_NO);
        fixed("cluster-config-file", "nodes.conf", TextFormat.ANY);
        fixed("cluster-port", "0", NumberFormat.plain(0, 65535));
        flag("cluster-require-full-coverage", true);
        aliasedFlag("cluster-replica-no-failover", "cluster-slave-no-failover", false);
        flag("cluster-allow-reads-when-down", false);
        flag("cluster-allow-pubsubshard-when-down", true);
        flag("cluster-allow-replica-migration", true);
        aliased("cluster-replica-validity-factor", "cluster-slave-validity-factor", 10, 0, INT);
        number("cluster-migration-barrier", 1, 0, INT);
        number("cluster-node-timeout", 15000, 0, LONG);
        hiddenNumber("cluster-ping-interval", 0, 0, LONG);
        text("cluster-announce-ip", "", TextFormat.ANY);
        text("cluster-announce-hostname", "", TextFormat.ANY);
        text("cluster-announce-human-nodename", "", TextFormat.ANY);
        number("cluster-announce-port", 0, 0, 65535);
        number("cluster-announce-tls-port", 0, 0, 65535);
        number("cluster-announce-bus-port", 0, 0, 65535);
        choice("cluster-preferred-endpoint-type", "ip", "ip", "hostname", "unknown-endpoint");
        add("cluster-link-sendbuf-limit", null, "0", unsignedMemory(0), MODIFIABLE, false, false);
    }

    private void process() {
        fixed("databases", "16", NumberFormat.plain(1, INT));
        number("hz", 10, 0, INT);
        flag("dynamic-hz", true);
        aliased("busy-reply-threshold", "lua-time-limit", 5000, 0, LONG);
        number("shutdown-timeout", 10, 0, INT);
        add("shutdown-on-sigint", null, "default", shutdownOptions(), MODIFIABLE, false, false);
        add("shutdown-on-sigterm", null, "default", shutdownOptions(), MODIFIABLE, false, false);
        fixed("daemonize", "no", ChoiceFormat.YES_NO);
        fixed("always-show-logo", "no", ChoiceFormat.YES_NO);
        fixed("set-proc-title", "yes", ChoiceFormat.YES_NO);
        text("proc-title-template", "{title} {listen-addr} {server-mode}", TextFormat.ANY);
        fixed("supervised", "no", ChoiceFormat.one("upstart", "systemd", "auto", "no"));
        fixed("pidfile", "", TextFormat.ANY);
        fixed("logfile", "", TextFormat.ANY);
        fixed("syslog-enabled", "no", ChoiceFormat.YES_NO);
        fixed("syslog-ident", "redis", TextFormat.ANY);
        fixed(
                "syslog-facility",
                "local0",
                ChoiceFormat.one(
                        "user", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"));
        flag("crash-log-enabled", true);
        flag("crash-memcheck-enabled", true);
        add("use-exit-on-panic", null, "no", ChoiceFormat.YES_NO, MODIFIABLE, true, false);
        hiddenNumber("watchdog-period", 0, 0, INT);
        text("ignore-warnings", "", TextFormat.ANY);
        text("locale-collate", "", TextFormat.ANY);
        fixed("enable-module-command", "no", ChoiceFormat.one("no", "yes", "local"));
        fixed("server_cpulist", "", TextFormat.ANY);
        fixed("bio_cpulist", "", TextFormat.ANY);
        fixed("aof_rewrite_cpulist", "", TextFormat.ANY);
        fixed("bgsave_cpulist", "", TextFormat.ANY);
    }

    private static ChoiceFormat shutdownOptions() {
        return ChoiceFormat.several("default", "save", "nosave", "now", "force");
    }

    private static NumberFormat unsignedMemory(long min) {
        return new NumberFormat(Notation.MEMORY, min, -1L, true);
    }

    private void number(String name, long initial, long min, long max) {
        number(name, initial, Notation.PLAIN, min, max);
    }

    private void memory(String name, long initial, long min, long max) {
        number(name, initial, Notation.MEMORY, min, max);
    }

    private void number(String name, long initial, Notation notation, long min, long max) {
        aliased(name, null, initial, notation, min, max);
    }

    private void aliased(String name, String alias, long initial, long min, long max) {
        aliased(name, alias, initial, Notation.PLAIN, min, max);
    }

    private void aliasedMemory(String name, String alias, long initial) {
        aliased(name, alias, initial, Notation.MEMORY, 0, LONG);
    }

    private void aliased(
            String name,
            @org.jspecify.annotations.Nullable String alias,
            long initial,
            Notation notation,
            long min,
            long max) {
        NumberFormat format = new NumberFormat(notation, min, max, false);
        add(name, alias, Long.toString(initial), format, MODIFIABLE, false, false);
    }

    private void hiddenNumber(String name, long initial, long min, long max) {
        add(name, null, Long.toString(initial), NumberFormat.plain(min, max), MODIFIABLE, true, false);
    }

    private void flag(String name, boolean initial) {
        add(name, null, initial ? "yes" : "no", ChoiceFormat.YES_NO, MODIFIABLE, false, false);
    }

    private void aliasedFlag(String name, String alias, boolean initial) {
        add(name, alias, initial ? "yes" : "no", ChoiceFormat.YES_NO, MODIFIABLE, false, false);
    }

    private void choice(String name, String initial, String... words) {
        add(name, null, initial, ChoiceFormat.one(words), MODIFIABLE, false, false);
    }

    private void text(String name, String initial, ParameterFormat format) {
        add(name, null, initial, format, MODIFIABLE, false, false);
    }

    private void guarded(String name, String initial, ParameterFormat format) {
        add(name, null, initial, format, PROTECTED, false, false);
    }

    private void fixed(String name, String initial, ParameterFormat format) {
        add(name, null, initial, format, IMMUTABLE, false, false);
    }

    private void fixed(String name, String alias, String initial, ParameterFormat format) {
        add(name, alias, initial, format, IMMUTABLE, false, false);
    }

    private void add(
            String name,
            @org.jspecify.annotations.Nullable String alias,
            String initial,
            ParameterFormat format,
            Parameter.Access access,
            boolean hidden,
            boolean sensitive) {
        target.add(new Parameter(name, alias, format, access, initial, hidden, sensitive));
    }
}
