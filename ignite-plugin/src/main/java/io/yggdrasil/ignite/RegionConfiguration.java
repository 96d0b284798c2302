package io.yggdrasil.ignite;

import io.yggdrasil.tier.region.MediumKind;
import io.yggdrasil.tier.region.NumaPolicy;
import io.yggdrasil.tier.region.RegionFallback;
import org.jspecify.annotations.Nullable;

/**
 * The configuration bean of one data region in a medium of the machine: namespaces name it in {@link
 * NamespaceConfiguration#setDataRegion}. The plugin adds it to the node's data regions. Every server node needs a region of
 * that name; its medium and size may differ from node to node.
 */
public final class RegionConfiguration {
    private @Nullable String name;

    private MediumKind medium = MediumKind.DRAM;

    private @Nullable String path;

    private long size;

    private int[] nodes = {};

    private NumaPolicy policy = NumaPolicy.BIND;

    private long hugePageSize;

    private RegionFallback fallback = RegionFallback.DRAM;

    private boolean persistent;

    public @Nullable String getName() {
        return name;
    }

    /** Its name among the node's data regions. */
    public RegionConfiguration setName(@Nullable String name) {
        this.name = name;
        return this;
    }

    public MediumKind getMedium() {
        return medium;
    }

    /** What its pages live in. Default DRAM. */
    public RegionConfiguration setMedium(MediumKind medium) {
        this.medium = medium;
        return this;
    }

    public @Nullable String getPath() {
        return path;
    }

    /** For FILE and FSDAX the folder of its file, for DEVDAX the device; unset for the others. */
    public RegionConfiguration setPath(@Nullable String path) {
        this.path = path;
        return this;
    }

    public long getSize() {
        return size;
    }

    /**
     * What it takes of the medium, in bytes. Most of it is for data; a persistent region needs a fifth of it, 2 GB at most, for
     * checkpoints. 0 takes a whole devdax device, and is not allowed for other media.
     */
    public RegionConfiguration setSize(long size) {
        this.size = size;
        return this;
    }

    public int[] getNumaNodes() {
        return nodes.clone();
    }

    /** Numbers of the NUMA nodes that have its memory; for NUMA only. */
    public RegionConfiguration setNumaNodes(int... nodes) {
        this.nodes = nodes.clone();
        return this;
    }

    public NumaPolicy getNumaPolicy() {
        return policy;
    }

    /** How its pages are placed on nodes; for NUMA, and for CXL memory that is some. Default BIND. */
    public RegionConfiguration setNumaPolicy(NumaPolicy policy) {
        this.policy = policy;
        return this;
    }

    public long getHugePageSize() {
        return hugePageSize;
    }

    /** The page size of the reserved pool to take, in bytes; for HUGE_PAGES only. Default 0: transparent huge pages. */
    public RegionConfiguration setHugePageSize(long hugePageSize) {
        this.hugePageSize = hugePageSize;
        return this;
    }

    public RegionFallback getFallback() {
        return fallback;
    }

    /** What to do where the machine has nothing of the medium. Default DRAM: take as much of that, and say so. */
    public RegionConfiguration setFallback(RegionFallback fallback) {
        this.fallback = fallback;
        return this;
    }

    public boolean isPersistent() {
        return persistent;
    }

    /**
     * Whether Ignite keeps its entries on disk as well. Default false. Whatever its medium, nothing else keeps them: a region
     * begins empty.
     */
    public RegionConfiguration setPersistent(boolean persistent) {
        this.persistent = persistent;
        return this;
    }
}
