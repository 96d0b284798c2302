package io.yggdrasil.ignite.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Nodes in plain memory, with a log of what was done to them. */
final class NodesInMemory implements NodeStore {
    private static final byte[] NOTE = {};

    private final Map<String, byte[]> nodes = new TreeMap<>();
    private final List<Runnable> log = new ArrayList<>();
    private final Set<Integer> idsRead = new TreeSet<>();
    private long owners;
    private boolean overwritable;
    private boolean begun;

    @Override
    public long newOwner() {
        write(++owners, 0, NOTE);
        return owners;
    }

    @Override
    public byte @Nullable [] read(long owner, int id) {
        idsRead.add(id);
        return nodes.get(owner + "/" + id);
    }

    @Override
    public void write(long owner, int id, byte[] node) {
        byte[] kept = node.clone();
        log.add(() -> nodes.put(owner + "/" + id, kept));
        nodes.put(owner + "/" + id, node);
    }

    /** Says whether nodes may be written over. */
    void overwritable(boolean may) {
        overwritable = may;
    }

    @Override
    public boolean mayOverwrite() {
        return overwritable;
    }

    @Override
    public void beginOverwrite() {
        begun = true;
    }

    @Override
    public void overwrite(long owner, int id, byte[] node) {
        byte[] before = nodes.get(owner + "/" + id);
        if (!begun || !overwritable || before == null || before.length != node.length) {
            throw new IllegalStateException("id=" + id + " is not to be written over");
        }
        write(owner, id, node);
    }

    @Override
    public void remove(long owner, int id) {
        nodes.remove(owner + "/" + id);
    }

    /** Ids of the nodes that were read since this was asked last. */
    Set<Integer> takeIdsRead() {
        Set<Integer> taken = Set.copyOf(idsRead);
        idsRead.clear();
        return taken;
    }

    int size() {
        return nodes.size();
    }

    /** Forgets what was done; it cannot be undone any more. */
    Map<String, byte[]> mark() {
        log.clear();
        return new TreeMap<>(nodes);
    }

    /** What was written since the mark. */
    List<Runnable> log() {
        return List.copyOf(log);
    }

    void restore(Map<String, byte[]> then) {
        nodes.clear();
        nodes.putAll(then);
    }
}
