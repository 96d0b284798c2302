package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.script.ScriptEngine;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * INFO memory. {@code used_memory} is the page memory that holds data: it is what {@code maxmemory} limits. The Java
 * heap has lines of its own. {@code eviction_watermark} is what eviction keeps {@code used_memory} at, {@code eviction_held}
 * the same memory less what is free inside of pages in use.
 */
final class MemorySection implements InfoSection {
    private final ServerFacts facts;
    private final AtomicLong peak = new AtomicLong();

    MemorySection(ServerFacts facts) {
        this.facts = facts;
    }

    @Override
    public void write(Call call, InfoLines lines) {
        Host.MemoryUse memory = facts.host().memory();
        long used = memory.dataBytes();
        long highest = peak.accumulateAndGet(used, Math::max);
        long rss = ProcessFacts.residentBytes();
        long maximum = facts.parameters().number("maxmemory");
        lines.addBytes("used_memory", used)
                .addBytes("used_memory_rss", rss)
                .addBytes("used_memory_peak", highest)
                .add("used_memory_peak_perc", InfoLines.fixed(percent(used, highest), 2) + "%")
                .add("used_memory_overhead", 0)
                .add("used_memory_startup", 0)
                .add("used_memory_dataset", used)
                .add("used_memory_dataset_perc", "100.00%")
                .add("allocator_allocated", used)
                .add("allocator_active", used)
                .add("allocator_resident", rss)
                .addBytes("total_system_memory", systemBytes())
                .add("used_memory_heap", memory.heapBytes())
                .add("maxmemory_heap", memory.heapBytesMax())
                .add("used_memory_pages_max", memory.dataBytesMax());
        writeScripts(lines);
        lines.addBytes("maxmemory", maximum)
                .add("maxmemory_policy", facts.parameters().text("maxmemory-policy"))
                .add("eviction_watermark", facts.host().evictor().watermarkBytes())
                .add("eviction_held", facts.host().evictor().heldBytes());
        writeAllocator(lines, used, rss);
    }

    /** One interpreter runs scripts as well as functions: its memory counts as that of scripts. */
    private void writeScripts(InfoLines lines) {
        ScriptEngine scripts = facts.scripts();
        long machines = scripts.machineBytes();
        long bodies = scripts.scriptBytes();
        long libraries = scripts.functionBytes();
        lines.addBytes("used_memory_lua", machines)
                .add("used_memory_vm_eval", machines)
                .add("used_memory_scripts_eval", bodies)
                .add("number_of_cached_scripts", scripts.scriptCount())
                .add("number_of_functions", scripts.functions().current().functionCount())
                .add(
                        "number_of_libraries",
                        scripts.functions().current().libraries().size())
                .add("used_memory_vm_functions", 0)
                .addBytes("used_memory_vm_total", machines)
                .add("used_memory_functions", libraries)
                .addBytes("used_memory_scripts", bodies + libraries);
    }

    private static void writeAllocator(InfoLines lines, long used, long rss) {
        lines.add("allocator_frag_ratio", 1.0)
                .add("allocator_frag_bytes", 0)
                .add("allocator_rss_ratio", ratio(rss, used))
                .add("allocator_rss_bytes", rss - used)
                .add("rss_overhead_ratio", 1.0)
                .add("rss_overhead_bytes", 0)
                .add("mem_fragmentation_ratio", ratio(rss, used))
                .add("mem_fragmentation_bytes", rss - used)
                .add("mem_not_counted_for_evict", 0)
                .add("mem_replication_backlog", 0)
                .add("mem_total_replication_buffers", 0)
                .add("mem_clients_slaves", 0)
                .add("mem_clients_normal", 0)
                .add("mem_cluster_links", 0)
                .add("mem_aof_buffer", 0)
                .add("mem_allocator", "ignite-page-memory")
                .add("active_defrag_running", 0)
                .add("lazyfree_pending_objects", 0)
                .add("lazyfreed_objects", 0);
    }

    private static double ratio(long a, long b) {
        return b == 0 ? 0 : (double) a / b;
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    private static long systemBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
