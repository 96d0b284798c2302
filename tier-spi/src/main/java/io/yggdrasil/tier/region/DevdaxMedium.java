package io.yggdrasil.tier.region;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A devdax device, mapped from its beginning and locked. Two regions cannot share one; {@code daxctl} divides them. */
final class DevdaxMedium implements RegionMedium {
    private final SystemTree tree;

    DevdaxMedium(SystemTree tree) {
        this.tree = tree;
    }

    @Override
    public MediumKind kind() {
        return MediumKind.DEVDAX;
    }

    @Override
    public MappedRegion open(RegionRequest request) throws RegionException {
        Path path = request.requiredPath();
        return open(device(path), path, request.bytes());
    }

    private DaxDevice device(Path path) throws RegionException {
        MemoryInventory inventory = MemoryInventory.read(tree);
        DaxDevice device = inventory.daxDevice(path).orElse(null);
        if (device == null) {
            String found = inventory.daxDevices().stream()
                    .filter(DaxDevice::isMappable)
                    .map(DaxDevice::path)
                    .collect(Collectors.joining(", "));
            if (Files.exists(path)) {
                throw RegionException.refused("devdax " + path + ": this is no devdax device");
            }
            throw RegionException.absent(
                    "devdax " + path + ": there is no such device" + (found.isEmpty() ? "" : "; there is " + found));
        }
        if (device.isSystemMemory()) {
            throw RegionException.absent(
                    "devdax " + path + ": the system uses it as memory, which is NUMA node " + device.node());
        }
        if (!device.isMappable()) {
            throw RegionException.absent("devdax " + path + ": this device is disabled");
        }
        return device;
    }

    MappedRegion open(DaxDevice device, Path path, long wanted) throws RegionException {
        long unit = Math.max(device.alignBytes(), SystemCalls.UNIT_BYTES);
        long bytes = wanted == 0 ? device.bytes() / unit * unit : ByteSize.roundUp(wanted, unit);
        if (bytes > device.bytes()) {
            throw RegionException.refused("devdax " + path + ": " + ByteSize.text(bytes) + " wanted, the device has "
                    + ByteSize.text(device.bytes()));
        }
        int fd = -1;
        try {
            fd = SystemCalls.open(path);
            if (!SystemCalls.lock(fd)) {
                throw RegionException.refused(
                        "devdax " + path + ": this device is in use by another region or process");
            }
            Span span = SystemCalls.mapSynchronous(fd, bytes);
            int open = fd;
            return new Mapping(
                    span,
                    path + " in pages of " + ByteSize.text(device.alignBytes()),
                    () -> fault(device),
                    () -> SystemCalls.close(open));
        } catch (SystemCallException e) {
            close(fd);
            throw RegionException.refused(
                    "devdax " + path + ": " + ByteSize.text(bytes) + " cannot be mapped: " + e.getMessage());
        } catch (RegionException e) {
            close(fd);
            throw e;
        }
    }

    private static void close(int fd) {
        if (fd >= 0) {
            SystemCalls.close(fd);
        }
    }

    private @Nullable RegionFault fault(DaxDevice device) {
        String folder = SystemTree.DAX_DEVICES + "/" + device.name();
        if (!tree.exists(folder + "/driver")) {
            return new RegionFault(
                    true, "the device " + device.path() + (tree.exists(folder) ? " has been disabled" : " is gone"));
        }
        return null;
    }
}
