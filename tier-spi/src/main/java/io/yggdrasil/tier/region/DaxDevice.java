package io.yggdrasil.tier.region;

/**
 * A devdax device: memory that no file system manages.
 *
 * @param name as {@code dax0.0}
 * @param bytes its size
 * @param alignBytes the unit in which it is mapped
 * @param node the NUMA node that its memory is or would be
 * @param driver {@code device_dax} when it can be mapped, {@code kmem} when the system uses it as memory, or empty
 * @param isCxl whether it is CXL memory
 */
public record DaxDevice(String name, long bytes, long alignBytes, int node, String driver, boolean isCxl) {
    private static final String MAPPABLE = "device_dax";
    private static final String SYSTEM_MEMORY = "kmem";

    /** Whether it can be opened as a device. */
    public boolean isMappable() {
        return driver.equals(MAPPABLE);
    }

    /** Whether the system uses it as the memory of a node. */
    public boolean isSystemMemory() {
        return driver.equals(SYSTEM_MEMORY);
    }

    /** Where it is opened. */
    public String path() {
        return "/dev/" + name;
    }
}
