package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * Lets a transaction outlive the node that runs it, where one message to one node cannot: its partitions have copies on
 * different nodes, or their owners' logs would know of it.
 *
 * <p>Before it writes anything the node sends all writes to every node that has a copy of any of their partitions, and waits
 * until all have them. When it has written, it tells them so, and they forget. When it leaves in between, each of them asks
 * the others: if all were told, the node may have begun, so each writes what it is the primary of now, unless that was done
 * ({@link IntentRedo}); if one was not, the node cannot have begun, and all forget. Until a node has decided, nobody reads or
 * writes the transaction's partitions there ({@link #undecidedPartitions}).
 *
 * <p>Announcements are in memory: who remembers one after all nodes were lost is the log of the node that wrote.
 *
 * <p>Rejected: a record in a cache, which would have to be written to the log and removed again, by each transaction, on each
 * node; two-phase commit of Ignite's transactional caches, whose locks are not ours.
 *
 * <p>Threads: any. What other nodes send is handled on Ignite's threads, without waiting.
 */
public final class Intents implements NodeMessages.Receiver {
    private static final byte ANNOUNCE = 1;
    private static final byte TOLD = 2;
    private static final byte DONE = 3;
    private static final byte CANCEL = 4;
    private static final byte ASK = 5;
    private static final byte STATE = 6;

    private static final long TELL_SECONDS_MAX = 5;
    private static final int HEADER_BYTES = 1 + Long.BYTES;

    private final NodeMessages messages;
    private final IntentBook book = new IntentBook();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Waiting> announced = new ConcurrentHashMap<>();
    private final Map<Question, CompletableFuture<IntentBook.State>> questions = new ConcurrentHashMap<>();
    private volatile @Nullable UUID self;
    private volatile Runnable onLeft = () -> {};

    /** Who has not yet said that it was told. */
    private record Waiting(Set<UUID> nodes, CompletableFuture<Void> all) {}

    /** What a node is asked. */
    private record Question(UUID node, Intent.Id id) {}

    /** Makes the announcements of a node that is starting. */
    public Intents(NodeMessages messages) {
        this.messages = messages;
        messages.receiver(this);
    }

    /** Begins, on a node that has started; {@code left} is run whenever another node has left. */
    void start(UUID local, Runnable left) {
        self = local;
        onLeft = left;
    }

    /**
     * What one entry is to be.
     *
     * @param value null: there is to be no entry
     * @param expireTime milliseconds since 1970; 0: never
     * @param follows whether {@code version} is that of the entry before the write; else it is the write's own
     * @param version as {@link EntryRow#version}; null: there is no entry before
     */
    public record Write(
            EntryKey key,
            @Nullable Object value,
            long expireTime,
            boolean follows,
            @Nullable Object version) {

        private Intent.Write encode() {
            EntryStore store = key.store();
            return new Intent.Write(
                    store.id(),
                    key.partition(),
                    EntryCodec.encode(key),
                    value == null ? null : EntryCodec.encode(store, value),
                    expireTime,
                    follows,
                    EntryVersion.encode(version));
        }
    }

    /** A transaction that was announced. One of its methods must be called, when its writes are on their way or not done. */
    public final class Announced {
        private final long number;
        private final List<UUID> told;

        private Announced(long number, List<UUID> told) {
            this.number = number;
            this.told = told;
        }

        /** All is written, and was sent to the copies. */
        public void done() {
            tell(told, DONE, number);
        }

        /** Nothing is written. */
        public void cancel() {
            tell(told, CANCEL, number);
        }
    }

    /**
     * Whether a transaction that writes these entries has to be announced: they have copies on other nodes, and one message
     * to each would not do.
     */
    public static boolean isNeeded(List<EntryKey> keys, Function<EntryStore, PartitionView> views) {
        EntryKey first = null;
        List<ClusterNode> owners = List.of();
        boolean several = false;
        boolean apart = false;
        boolean copied = false;
        for (EntryKey key : keys) {
            List<ClusterNode> here = views.apply(key.store()).owners(key.partition());
            copied |= here.size() > 1;
            if (first == null) {
                first = key;
                owners = here;
            } else if (!key.equals(first)) {
                several = true;
                apart |= key.store() != first.store() || key.store().isPersistent() || !isSame(owners, here);
            }
        }
        return several && apart && copied;
    }

    private static boolean isSame(List<ClusterNode> some, List<ClusterNode> others) {
        return some == others || some.size() == others.size() && new HashSet<>(some).containsAll(others);
    }

    /**
     * Tells the nodes that have copies of what is going to be written, and waits until they know.
     *
     * @param views who has copies; null while that is being decided
     * @return null when there are no such nodes
     * @throws YggdrasilException {@code RETRY}: they do not all know, and nothing may be written
     */
    public @Nullable Announced announce(List<Write> writes, Function<EntryStore, @Nullable PartitionView> views) {
        UUID local = self;
        List<UUID> told = new ArrayList<>(ownersOf(writes, views));
        told.remove(local);
        if (told.isEmpty() || local == null) {
            return null;
        }
        long number = numbers.incrementAndGet();
        byte[] intent = new Intent(
                        new Intent.Id(local, number),
                        told,
                        writes.stream().map(Write::encode).toList())
                .encode();
        Waiting waiting = new Waiting(ConcurrentHashMap.newKeySet(), new CompletableFuture<>());
        waiting.nodes.addAll(told);
        announced.put(number, waiting);
        try {
            for (UUID node : told) {
                if (!send(node, ANNOUNCE, number, intent)) {
                    throw untold(told, number);
                }
                StepHook.reached(WriteSteps.Step.TELLING);
            }
            await(waiting, told, number);
        } finally {
            announced.remove(number);
        }
        StepHook.reached(WriteSteps.Step.ANNOUNCED);
        return new Announced(number, told);
    }

    private void await(Waiting waiting, List<UUID> told, long number) {
        if (waiting.nodes.stream().anyMatch(node -> !messages.isAlive(node))) {
            throw untold(told, number);
        }
        try {
            waiting.all.get(TELL_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw untold(told, number);
        } catch (ExecutionException | TimeoutException e) {
            throw untold(told, number);
        }
    }

    private YggdrasilException untold(List<UUID> told, long number) {
        tell(told, CANCEL, number);
        return new YggdrasilException(Kind.RETRY, "a node that has a copy left or does not answer");
    }

    /** The nodes that have the writes' partitions; a {@code RETRY} error while that is being decided. */
    private static Set<UUID> ownersOf(List<Write> writes, Function<EntryStore, @Nullable PartitionView> views) {
        Set<UUID> owners = new LinkedHashSet<>();
        for (Write write : writes) {
            PartitionView view = views.apply(write.key().store());
            if (view == null) {
                throw new YggdrasilException(Kind.RETRY, "ownership is being decided");
            }
            for (ClusterNode owner : view.owners(write.key().partition())) {
                owners.add(owner.id());
            }
        }
        return owners;
    }

    /** The partitions of a cache about which this node has to decide first; null: none. */
    @Nullable
    BitSet undecidedPartitions(int cacheId) {
        return book.undecidedPartitions(cacheId, messages::isAlive);
    }

    /** Runs an action when it is decided what becomes of the transactions of a node that left; at once if it is. */
    public void whenDecided(UUID node, Runnable action) {
        book.whenDecided(node, action);
    }

    IntentBook book() {
        return book;
    }

    boolean isAlive(UUID node) {
        return messages.isAlive(node);
    }

    boolean isSelf(UUID node) {
        return node.equals(self);
    }

    /** Asks another node what it knows of a transaction; null: it left. */
    CompletableFuture<IntentBook.@Nullable State> ask(UUID node, Intent.Id id) {
        Question question = new Question(node, id);
        CompletableFuture<IntentBook.State> answer =
                questions.computeIfAbsent(question, first -> new CompletableFuture<>());
        if (!send(node, ASK, id.number(), uuid(id.node())) || !messages.isAlive(node)) {
            answer.complete(null);
            questions.remove(question);
        }
        return answer;
    }

    private void tell(List<UUID> nodes, byte what, long number) {
        for (UUID node : nodes) {
            send(node, what, number, new byte[0]);
        }
    }

    private boolean send(UUID node, byte what, long number, byte[] rest) {
        byte[] message = ByteBuffer.allocate(HEADER_BYTES + rest.length)
                .put(what)
                .putLong(number)
                .put(rest)
                .array();
        return messages.send(node, message, message.length);
    }

    private static byte[] uuid(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    @Override
    public void onMessage(UUID from, byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        byte what = in.get();
        long number = in.getLong();
        switch (what) {
            case ANNOUNCE -> onAnnounced(new Intent.Id(from, number), message);
            case TOLD -> onTold(from, number);
            case DONE -> book.end(new Intent.Id(from, number), IntentBook.State.DONE);
            case CANCEL -> book.end(new Intent.Id(from, number), IntentBook.State.DROPPED);
            case ASK -> {
                Intent.Id id = new Intent.Id(new UUID(in.getLong(), in.getLong()), number);
                byte[] answer = ByteBuffer.allocate(2 * Long.BYTES + 1)
                        .put(uuid(id.node()))
                        .put((byte) book.state(id).ordinal())
                        .array();
                send(from, STATE, number, answer);
            }
            case STATE -> {
                Intent.Id id = new Intent.Id(new UUID(in.getLong(), in.getLong()), number);
                answered(new Question(from, id), IntentBook.State.values()[in.get()]);
            }
            default -> {
                // A later version of this plugin says more than this one understands.
            }
        }
    }

    private void onAnnounced(Intent.Id id, byte[] message) {
        if (messages.isAlive(id.node()) && book.add(Intent.decode(id, message, HEADER_BYTES))) {
            send(id.node(), TOLD, id.number(), new byte[0]);
        }
    }

    private void onTold(UUID from, long number) {
        Waiting waiting = announced.get(number);
        if (waiting != null) {
            waiting.nodes.remove(from);
            if (waiting.nodes.isEmpty()) {
                waiting.all.complete(null);
            }
        }
    }

    private void answered(Question question, IntentBook.@Nullable State state) {
        CompletableFuture<IntentBook.State> waiting = questions.remove(question);
        if (waiting != null) {
            waiting.complete(state);
        }
    }

    @Override
    public void onNodeLeft(UUID node) {
        for (Waiting waiting : announced.values()) {
            if (waiting.nodes.contains(node)) {
                waiting.all.completeExceptionally(new YggdrasilException(Kind.RETRY, "node " + node + " left"));
            }
        }
        for (Question question : questions.keySet()) {
            if (question.node.equals(node)) {
                answered(question, null);
            }
        }
        onLeft.run();
    }
}
