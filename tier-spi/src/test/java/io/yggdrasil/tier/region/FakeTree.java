package io.yggdrasil.tier.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine's description that a test writes. */
final class FakeTree {
    private final Path root;

    FakeTree(Path root) {
        this.root = root;
    }

    SystemTree tree() {
        return new SystemTree(root);
    }

    MemoryInventory read() {
        return MemoryInventory.read(tree());
    }

    FakeTree file(String relative, String text) throws IOException {
        Path file = root.resolve(relative);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
        return this;
    }

    /** A node with so much memory, all of it free. */
    FakeTree node(int id, String processors, long megabytes) throws IOException {
        String folder = "sys/devices/system/node/node" + id;
        String kilobytes = (megabytes << 10) + " kB\n";
        return file(folder + "/cpulist", processors)
                .file(
                        folder + "/meminfo",
                        "Node " + id + " MemTotal:       " + kilobytes + "Node " + id + " MemFree:        " + kilobytes
                                + "Node " + id + " FilePages:             0 kB\n" + "Node " + id
                                + " HugePages_Total:     0");
    }

    FakeTree online(String nodes) throws IOException {
        return file("sys/devices/system/node/online", nodes);
    }

    /** A device at its place among the devices of the machine. */
    FakeTree daxDevice(String name, String place, long bytes, int node, String driver) throws IOException {
        String folder = "sys/devices/" + place + "/" + name;
        file(folder + "/size", Long.toString(bytes));
        file(folder + "/align", "2097152");
        file(folder + "/target_node", Integer.toString(node));
        if (!driver.isEmpty()) {
            Path drivers = Files.createDirectories(root.resolve("sys/bus/dax/drivers/" + driver));
            Files.createSymbolicLink(root.resolve(folder).resolve("driver"), drivers);
        }
        Path bus = Files.createDirectories(root.resolve("sys/bus/dax/devices"));
        Files.createSymbolicLink(bus.resolve(name), root.resolve(folder));
        return this;
    }
}
