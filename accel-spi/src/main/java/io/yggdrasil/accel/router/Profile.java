package io.yggdrasil.accel.router;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on this machine, kept in a file. Text: a heading, the machine, then a line for each operation and accelerator,
 * with nanoseconds by bytes. A file of another machine, and one that is broken, count as none; what is no such file at all is left alone.
 *
 * <pre>
 * yggdrasil accelerators 1
 * Xeon, 2 processors, OpenJDK 17.0.15, isal, simd
 * encode (6,3) | isal | 64=210.0 1024=260.5
 * </pre>
 *
 * <p>Threads: any; the object is the lock.
 */
final class Profile {
    private static final System.Logger LOG = System.getLogger(OffloadRouter.class.getName());
    private static final String HEADING = "yggdrasil accelerators 1";
    private static final String SEPARATOR = " | ";
    private static final int FILE_BYTES_MAX = 1 << 20;

    /** No call takes less, nor as long as this. */
    private static final double NANOS_MIN = 0.01;

    private static final double NANOS_MAX = 1e13;

    private final @Nullable Path file;
    private final String machine;
    private final Map<String, SortedMap<Integer, Double>> measured = new TreeMap<>();

    /**
     * Reads the file, if there is any. What is there and not ours is left alone: nothing is kept then.
     *
     * @param wanted null: nothing shall be kept
     * @param fresh whether what the file has does not count
     */
    Profile(@Nullable Path wanted, boolean fresh, String machine) {
        this.machine = machine;
        String problem = wanted == null ? null : problem(wanted);
        this.file = problem == null ? wanted : null;
        if (problem != null) {
            LOG.log(System.Logger.Level.WARNING, "{0} is neither read nor written: {1}", wanted, problem);
        } else if (wanted != null && !fresh && Files.exists(wanted)) {
            try {
                read(wanted);
            } catch (IOException | IllegalArgumentException e) {
                measured.clear();
                LOG.log(System.Logger.Level.WARNING, "{0} is not used, but written anew: {1}", wanted, e.getMessage());
            }
        }
    }

    /** Why a path cannot be a file of measurements; null: it is one, or is empty, or is not there. */
    private static @Nullable String problem(Path path) {
        if (!Files.exists(path)) {
            return null;
        }
        if (!Files.isRegularFile(path)) {
            return "it is no regular file";
        }
        try (InputStream in = Files.newInputStream(path)) {
            String start = new String(in.readNBytes(HEADING.length()), StandardCharsets.UTF_8);
            return start.isEmpty() || start.equals(HEADING) ? null : "it is no file of measurements";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void read(Path path) throws IOException {
        if (Files.size(path) > FILE_BYTES_MAX) {
            throw new IllegalArgumentException("it is too long");
        }
        List<String> lines = Files.readAllLines(path);
        if (lines.size() >= 2 && lines.get(0).equals(HEADING) && lines.get(1).equals(machine)) {
            lines.subList(2, lines.size()).forEach(this::read);
        }
    }

    private void read(String line) {
        int end = line.lastIndexOf(SEPARATOR);
        if (line.indexOf(SEPARATOR) < 1 || line.indexOf(SEPARATOR) == end) {
            throw new IllegalArgumentException("it has the line " + line);
        }
        SortedMap<Integer, Double> points = new TreeMap<>();
        for (String point : line.substring(end + SEPARATOR.length()).split(" ", -1)) {
            int equals = point.indexOf('=');
            int bytes = Integer.parseInt(point.substring(0, Math.max(0, equals)));
            double nanos = Double.parseDouble(point.substring(equals + 1));
            if (bytes < 0 || !(nanos >= NANOS_MIN && nanos <= NANOS_MAX)) {
                throw new IllegalArgumentException("it has the point " + point);
            }
            points.put(bytes, nanos);
        }
        measured.put(line.substring(0, end), points);
    }

    /** Nanoseconds by bytes; null: it has nothing. */
    @Nullable
    synchronized SortedMap<Integer, Double> get(String operation, String accelerator) {
        return measured.get(operation + SEPARATOR + accelerator);
    }

    synchronized void put(String operation, String accelerator, SortedMap<Integer, Double> points) {
        measured.put(operation + SEPARATOR + accelerator, points);
    }

    /** Writes the file, whole or not at all. */
    synchronized void save() {
        if (file == null) {
            return;
        }
        StringBuilder text = new StringBuilder(HEADING + "\n" + machine + "\n");
        measured.forEach((name, points) -> {
            StringBuilder line = new StringBuilder();
            points.forEach(
                    (bytes, nanos) -> line.append(line.isEmpty() ? "" : " ").append(bytes + "=" + nanos));
            text.append(name).append(SEPARATOR).append(line).append('\n');
        });
        try {
            write(file.toAbsolutePath(), text.toString());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} cannot be written: {1}", file, e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("it is no file");
        }
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, file.getFileName() + ".", ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
