package io.yggdrasil.ignite.region;

import io.yggdrasil.tier.region.ByteSize;
import io.yggdrasil.tier.region.DaxDevice;
import io.yggdrasil.tier.region.DaxProbe;
import io.yggdrasil.tier.region.HugePagePool;
import io.yggdrasil.tier.region.MemoryInventory;
import io.yggdrasil.tier.region.Mount;
import io.yggdrasil.tier.region.NumaNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.jspecify.annotations.Nullable;

/** What a start tells of memory: what the machine has, what each region got and why, and which namespaces are in it. */
public final class RegionTable {
    private static final String INDENT = "\n  ";

    private final MemoryInventory inventory;
    private final List<RegionView> regions;
    private final IgniteConfiguration ignite;
    private final Map<String, String> namespaces;

    /**
     * A table of a node that is about to start.
     *
     * @param namespaces the namespaces of each data region, in words
     */
    public RegionTable(
            MemoryInventory inventory,
            List<RegionView> regions,
            IgniteConfiguration ignite,
            Map<String, String> namespaces) {
        this.inventory = inventory;
        this.regions = regions;
        this.ignite = ignite;
        this.namespaces = namespaces;
    }

    /** Whether there is more to tell than that data are in ordinary memory, of which there is no other. */
    public boolean isWorthTelling() {
        return !regions.isEmpty() || !found().isEmpty() || !storage().isEmpty();
    }

    /** All of it, in lines. */
    public String text() {
        List<String[]> chosen = new ArrayList<>();
        chosen.add(new String[] {"region", "wanted", "chosen", "size", "namespaces"});
        DataStorageConfiguration storage = ignite.getDataStorageConfiguration();
        if (storage != null) {
            chosen.add(row(storage.getDefaultDataRegionConfiguration()));
            DataRegionConfiguration[] more = storage.getDataRegionConfigurations();
            if (more != null) {
                for (DataRegionConfiguration region : more) {
                    chosen.add(row(region));
                }
            }
        }
        return "Memory of this machine:" + lines(found(), "no other than DRAM")
                + "\nMemory regions:" + columns(chosen)
                + (storage().isEmpty() ? "" : "\nData on disk:" + lines(storage(), ""));
    }

    private String[] row(DataRegionConfiguration region) {
        String in = namespaces.getOrDefault(region.getName(), "");
        for (RegionView view : regions) {
            if (view.name().equals(region.getName())) {
                String chosen = view.chosen().label() + ": " + view.description()
                        + (view.reason().isEmpty() ? "" : " (" + view.reason() + ")");
                return new String[] {view.name(), view.wanted().label(), chosen, ByteSize.text(view.bytes()), in};
            }
        }
        return new String[] {region.getName(), "dram", "dram", ByteSize.text(region.getMaxSize()), in};
    }

    /** What is not plain DRAM of nodes with processors. */
    private List<String> found() {
        List<String> lines = new ArrayList<>();
        inventory.daxMounts().forEach(mount -> lines.add("fsdax       " + mount));
        inventory.daxDevices().forEach(device -> lines.add("devdax      " + describe(device)));
        if (inventory.nodes().size() > 1) {
            inventory.nodes().forEach(node -> lines.add("numa        " + describe(node)));
        }
        inventory.pools().forEach(pool -> lines.add("huge pages  " + describe(pool)));
        return lines;
    }

    private static String describe(DaxDevice device) {
        String use = device.isMappable()
                ? ""
                : device.isSystemMemory() ? ", the memory of node " + device.node() : ", disabled";
        return device.path() + ", " + ByteSize.text(device.bytes()) + (device.isCxl() ? " of CXL memory" : "") + use;
    }

    private static String describe(NumaNode node) {
        return "node " + node.id() + ", " + ByteSize.text(node.totalBytes())
                + (node.isCxl() ? " of CXL memory" : "")
                + (node.hasProcessors() ? "" : ", no processors");
    }

    private static String describe(HugePagePool pool) {
        return ByteSize.text(pool.pageBytes()) + ", " + pool.freePages() + " free of " + pool.pages();
    }

    /** Which of the folders of a persistent node are on DAX; empty when none is. */
    private List<String> storage() {
        List<String> lines = new ArrayList<>();
        DataStorageConfiguration storage = ignite.getDataStorageConfiguration();
        if (storage != null && isPersistent(storage)) {
            addIfDax(lines, "storage", storage.getStoragePath());
            addIfDax(lines, "wal", storage.getWalPath());
        }
        return lines;
    }

    private static boolean isPersistent(DataStorageConfiguration storage) {
        DataRegionConfiguration[] more = storage.getDataRegionConfigurations();
        if (more != null) {
            for (DataRegionConfiguration region : more) {
                if (region.isPersistenceEnabled()) {
                    return true;
                }
            }
        }
        return storage.getDefaultDataRegionConfiguration().isPersistenceEnabled();
    }

    private void addIfDax(List<String> lines, String what, @Nullable String folder) {
        Path there = folder == null ? null : Path.of(folder).toAbsolutePath();
        while (there != null && !Files.isDirectory(there)) { // It is made when Ignite starts.
            there = there.getParent();
        }
        if (there != null && DaxProbe.isDax(there)) {
            Path below = there;
            String mount = inventory.mountOf(below).map(Mount::toString).orElse(String.valueOf(below));
            lines.add(String.format("%-11s %s is on DAX: %s", what, folder, mount));
        }
    }

    private static String lines(List<String> lines, String none) {
        return INDENT + (lines.isEmpty() ? none : String.join(INDENT, lines));
    }

    private static String columns(List<String[]> rows) {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append(String.format("%-" + (widths[column] + 2) + "s", row[column]));
            }
            out.append(INDENT).append(line.toString().stripTrailing());
        }
        return out.toString();
    }
}
