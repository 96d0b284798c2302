package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.parameter.Parameters;

/** INFO server: what this is. Tools take it for Redis of {@link ServerFacts#REDIS_VERSION}; we add what it really is. */
final class ServerSection implements InfoSection {
    private static final int DAY_SECONDS = 86_400;
    private static final int LRU_BITS = 0xffffff;

    private final ServerFacts facts;

    ServerSection(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void write(Call call, InfoLines lines) {
        Parameters parameters = facts.parameters();
        long now = call.nowMillis();
        long uptime = Math.max(0, now - facts.startMillis()) / 1000;
        lines.add("redis_version", ServerFacts.REDIS_VERSION)
                .add("redis_git_sha1", "00000000")
                .add("redis_git_dirty", 0)
                .add("redis_build_id", facts.runId().substring(0, 16))
                .add("redis_mode", parameters.isOn("cluster-enabled") ? "cluster" : "standalone")
                .add("yggdrasil_version", facts.host().version())
                .add("ignite_version", facts.host().igniteVersion())
                .add("java_version", Runtime.version().toString())
                .add(
                        "os",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"))
                .add("arch_bits", 64)
                .add("monotonic_clock", "System.nanoTime")
                .add("multiplexing_api", "netty")
                .add("atomicvar_api", "java")
                .add("gcc_version", "0.0.0")
                .add("process_id", ProcessHandle.current().pid())
                .add("process_supervised", "no")
                .add("run_id", facts.runId())
                .add("tcp_port", parameters.number("port"))
                .add("server_time_usec", MicroClock.now())
                .add("uptime_in_seconds", uptime)
                .add("uptime_in_days", uptime / DAY_SECONDS)
                .add("hz", parameters.number("hz"))
                .add("configured_hz", parameters.number("hz"))
                .add("lru_clock", now / 1000 & LRU_BITS)
                .add("executable", ProcessHandle.current().info().command().orElse(""))
                .add("config_file", "")
                .add("io_threads_active", 0)
                .add("node_id", facts.host().nodeId())
                .add("grid_nodes", facts.host().nodeCount());
    }
}
