package io.yggdrasil.tier.region;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a machine has, as Linux describes it; empty elsewhere. A snapshot.
 *
 * @param nodes NUMA nodes with memory, by number
 * @param daxDevices devdax devices, by name
 * @param mounts mounted file systems in the order in which they were mounted
 * @param pools pools of huge pages that have pages, by size
 * @param transparentHugePages {@code always}, {@code madvise}, {@code never}, or empty where there are none
 * @param availableBytes memory that is free or can be freed at once, on all nodes
 */
public record MemoryInventory(
        List<NumaNode> nodes,
        List<DaxDevice> daxDevices,
        List<Mount> mounts,
        List<HugePagePool> pools,
        String transparentHugePages,
        long availableBytes) {
    private static final String NEVER = "never";
    private static final Pattern NODE = Pattern.compile("node(\\d+)");
    private static final Pattern POOL = Pattern.compile("hugepages-(\\d+)kB");
    private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    /** CXL memory hangs below a region of the CXL bus, persistent memory below one of another bus. */
    private static final Pattern CXL = Pattern.compile("dax_region\\d+");

    /** A mount option of either generation of kernels. The third, {@code dax=never}, turns it off. */
    private static final Set<String> DAX_OPTIONS = Set.of("dax", "dax=always");

    /** What this machine has now. */
    public static MemoryInventory read() {
        return read(SystemTree.REAL);
    }

    static MemoryInventory read(SystemTree tree) {
        List<DaxDevice> devices = daxDevices(tree);
        Set<Integer> cxlNodes = devices.stream()
                .filter(device -> device.isCxl() && device.isSystemMemory())
                .map(DaxDevice::node)
                .collect(Collectors.toSet());
        return new MemoryInventory(
                nodes(tree, cxlNodes),
                devices,
                mounts(tree),
                pools(tree),
                transparentHugePages(tree),
                kilobytes(tree, SystemTree.MEMORY).getOrDefault("MemAvailable", 0L));
    }

    /** A node with memory. */
    public Optional<NumaNode> node(int id) {
        return nodes.stream().filter(node -> node.id() == id).findFirst();
    }

    /** A device by its path. */
    public Optional<DaxDevice> daxDevice(Path path) {
        return daxDevices.stream()
                .filter(device -> device.path().equals(path.toString()))
                .findFirst();
    }

    /** Mounted file systems whose files are mapped without a page cache. */
    public List<Mount> daxMounts() {
        return mounts.stream().filter(Mount::isDax).toList();
    }

    /** The file system that a folder is in. */
    public Optional<Mount> mountOf(Path folder) {
        Optional<Mount> found = Optional.empty();
        for (Mount mount : mounts) { // The last of the longest: it hides those before it.
            if (folder.startsWith(mount.point())
                    && mount.point().getNameCount()
                            >= found.map(other -> other.point().getNameCount()).orElse(0)) {
                found = Optional.of(mount);
            }
        }
        return found;
    }

    /** Whether the system gives transparent huge pages to those who ask. */
    public boolean hasTransparentHugePages() {
        return !transparentHugePages.isEmpty() && !transparentHugePages.equals(NEVER);
    }

    private static List<DaxDevice> daxDevices(SystemTree tree) {
        List<DaxDevice> devices = new ArrayList<>();
        for (String name : tree.names(SystemTree.DAX_DEVICES)) {
            String device = SystemTree.DAX_DEVICES + "/" + name;
            Path driver = tree.target(device + "/driver");
            Path place = tree.target(device);
            devices.add(new DaxDevice(
                    name,
                    tree.number(device + "/size", 0),
                    tree.number(device + "/align", SystemCalls.UNIT_BYTES),
                    (int) tree.number(device + "/target_node", -1),
                    driver == null ? "" : String.valueOf(driver.getFileName()),
                    place != null && CXL.matcher(place.toString()).find()));
        }
        return List.copyOf(devices);
    }

    private static List<NumaNode> nodes(SystemTree tree, Set<Integer> cxlNodes) {
        Set<Integer> online = range(tree.text(SystemTree.NODES + "/online"));
        List<NumaNode> nodes = new ArrayList<>();
        for (String name : tree.names(SystemTree.NODES)) {
            Matcher matcher = NODE.matcher(name);
            if (matcher.matches()) {
                int id = Integer.parseInt(matcher.group(1));
                NumaNode node = node(tree, id, cxlNodes.contains(id));
                if (node.totalBytes() > 0 && online.contains(id)) {
                    nodes.add(node);
                }
            }
        }
        nodes.sort(Comparator.comparingInt(NumaNode::id));
        return List.copyOf(nodes);
    }

    private static NumaNode node(SystemTree tree, int id, boolean isCxl) {
        String folder = SystemTree.NODES + "/node" + id;
        Map<String, Long> memory = kilobytes(tree, folder + "/meminfo");
        String processors = tree.text(folder + "/cpulist");
        long fileCache = memory.getOrDefault("FilePages", 0L) - memory.getOrDefault("Shmem", 0L);
        long available = memory.getOrDefault("MemFree", 0L) + fileCache + memory.getOrDefault("SReclaimable", 0L);
        return new NumaNode(
                id, processors != null && !processors.isEmpty(), isCxl, memory.getOrDefault("MemTotal", 0L), available);
    }

    /** Lines like {@code MemTotal: 12 kB}, of a node with its name before; in bytes. */
    private static Map<String, Long> kilobytes(SystemTree tree, String relative) {
        Map<String, Long> all = new HashMap<>();
        for (String line : tree.lines(relative)) {
            String[] words = line.strip().split("[\\s:]+");
            int unit = words.length - 1;
            if (unit >= 2 && words[unit].equals("kB")) {
                try {
                    all.put(words[unit - 2], Long.parseLong(words[unit - 1]) << 10);
                } catch (NumberFormatException e) {
                    continue; // A line of another form says nothing that is wanted.
                }
            }
        }
        return all;
    }

    private static List<Mount> mounts(SystemTree tree) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : tree.lines(SystemTree.MOUNTS)) {
            String[] words = line.split(" ");
            if (words.length >= 4) {
                boolean isDax = Arrays.stream(words[3].split(",")).anyMatch(DAX_OPTIONS::contains);
                mounts.add(new Mount(unescaped(words[0]), Path.of(unescaped(words[1])), words[2], isDax));
            }
        }
        return List.copyOf(mounts);
    }

    /** Blanks and backslashes in names are written as octal numbers there. */
    private static String unescaped(String name) {
        return ESCAPE.matcher(name)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }

    private static List<HugePagePool> pools(SystemTree tree) {
        List<HugePagePool> pools = new ArrayList<>();
        for (String name : tree.names(SystemTree.HUGE_PAGES)) {
            Matcher matcher = POOL.matcher(name);
            if (matcher.matches()) {
                String folder = SystemTree.HUGE_PAGES + "/" + name;
                long pages = tree.number(folder + "/nr_hugepages", 0);
                long promised = tree.number(folder + "/resv_hugepages", 0);
                if (pages > 0) {
                    long free = tree.number(folder + "/free_hugepages", 0) - promised;
                    pools.add(new HugePagePool(Long.parseLong(matcher.group(1)) << 10, pages, free));
                }
            }
        }
        pools.sort(Comparator.comparingLong(HugePagePool::pageBytes));
        return List.copyOf(pools);
    }

    private static String transparentHugePages(SystemTree tree) {
        String text = tree.text(SystemTree.TRANSPARENT_HUGE_PAGES);
        Matcher matcher = CHOSEN.matcher(text == null ? "" : text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Numbers as {@code 0-2,5}. */
    private static Set<Integer> range(@Nullable String text) {
        Set<Integer> numbers = new LinkedHashSet<>();
        if (text != null && !text.isEmpty()) {
            for (String part : text.split(",")) {
                String[] ends = part.split("-");
                for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[ends.length - 1]); n++) {
                    numbers.add(n);
                }
            }
        }
        return numbers;
    }
}
