package io.yggdrasil.resp.command;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.KeyListener;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.pubsub.KeyEvents;
import io.yggdrasil.resp.pubsub.Message;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Decimal;
import io.yggdrasil.resp.wire.ReplyWriter;
import io.yggdrasil.resp.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a command: its arguments, its client, its keys and its reply. Reused for the next one; keeps nothing
 * large from one to the next.
 */
public final class Call implements KeyListener {
    private static final int KEYS_KEPT = 64;

    /** Commands that look into keys without an event when there is none. */
    private static final Set<String> UNTOLD =
            Set.of("object|encoding", "object|freq", "object|idletime", "object|refcount", "memory|usage", "debug");

    /** A request in a larger array is let go at its end; more than the array that an event loop reads into. */
    private static final int BUFFER_BYTES_KEPT = 512 << 10;

    private static final Request NO_REQUEST = new Request();

    private final ReplyWriter reply;
    private final Keyspaces keyspaces;
    private final @Nullable NestedCommands nested;
    private Request request = NO_REQUEST;
    private @Nullable Session session;
    private @Nullable Command command;
    private @Nullable DeferredReplies deferral;
    private long nowMillis;
    private boolean inTransaction;
    private boolean inScript;
    private boolean failed;
    private final List<Message> messages = new ArrayList<>();
    private final KeyEvents events;
    private final List<Key> removed = new ArrayList<>();
    private int lastMissed = -1;
    private Key[] keys = new Key[4];
    private int keyCount;
    private byte[] keysBuffer = NO_REQUEST.buffer();

    /** Makes a call that writes to {@code reply} and finds databases in {@code keyspaces}. */
    public Call(ReplyWriter reply, Keyspaces keyspaces) {
        this(reply, keyspaces, new KeyEvents(), null);
    }

    /** As the other; {@code events} says which events of keys are announced; commands run others by {@code nested}. */
    public Call(ReplyWriter reply, Keyspaces keyspaces, KeyEvents events, @Nullable NestedCommands nested) {
        this.reply = reply;
        this.keyspaces = keyspaces;
        this.events = events;
        this.nested = nested;
    }

    /** Makes the call of the commands that scripts run. */
    public static Call ofScript(ReplyWriter reply, Keyspaces keyspaces, KeyEvents events) {
        Call call = new Call(reply, keyspaces, events, null);
        call.inScript = true;
        return call;
    }

    /** Prepares the call for a command. */
    public void begin(
            Command toRun,
            Request arguments,
            Session client,
            long now,
            boolean transaction,
            @Nullable DeferredReplies deferredReplies) {
        command = toRun;
        request = arguments;
        session = client;
        nowMillis = now;
        inTransaction = transaction;
        failed = false;
        deferral = deferredReplies;
        keyCount = 0;
        lastMissed = -1;
        if (!removed.isEmpty()) {
            removed.clear();
        }
        if (arguments.buffer() != keysBuffer) {
            forgetKeys();
            keysBuffer = arguments.buffer();
        }
    }

    /** Lets go of a large request; the command has run, or will be run anew. */
    public void end() {
        if (keysBuffer.length > BUFFER_BYTES_KEPT) {
            request = NO_REQUEST;
            forgetKeys();
        }
    }

    /** Publishes a message once the command, or the transaction that it is part of, has run. */
    public void publish(Message message) {
        messages.add(message);
    }

    /** What is to be published; not empty for few commands. */
    public List<Message> messages() {
        return messages;
    }

    // Events of keys.

    /** Announces what the command did to a key of the client's database, if clients are to be told of such events. */
    public void event(KeyEvents.Type type, String event, Key key) {
        event(type, event, key, session().database());
    }

    /** As the other, for a key of another database. */
    public void event(KeyEvents.Type type, String event, Key key, int database) {
        if (events.wants(type)) {
            events.announce(type, event, key.buffer(), key.offset(), key.length(), database, messages::add);
        }
    }

    /** Whether events of this class are announced: asked where it costs something to find out if there is one. */
    public boolean wants(KeyEvents.Type type) {
        return events.wants(type);
    }

    /** Announces that the command removed a key. */
    public void deleted(Key key) {
        event(KeyEvents.Type.GENERIC, "del", key);
    }

    /** Announces that a key is gone, if its collection, which was saved, has no elements left. */
    public void deletedIfEmpty(Key key, Collection collection) {
        if (collection.tree(0).count() == 0) {
            deleted(key);
        }
    }

    /** Announces that the command looked for a key to read it, and there was none. */
    public void missed(Key key) {
        event(KeyEvents.Type.MISSED, "keymiss", key);
    }

    /** As {@link #missed}, if the command writes: the databases themselves tell what commands that read have missed. */
    public void missedByWriter(Key key) {
        if (command().isWrite()) {
            missed(key);
        }
    }

    @Override
    public boolean wantsNew() {
        return events.wants(KeyEvents.Type.NEW);
    }

    @Override
    public void onNew(int database, Key key) {
        if (removed.stream().noneMatch(key::sameAs)) {
            event(KeyEvents.Type.NEW, "new", key, database);
        }
    }

    @Override
    public void onRemoved(int database, Key key) {
        removed.add(key);
    }

    @Override
    public boolean wantsMissed() {
        return events.wants(KeyEvents.Type.MISSED)
                && command().isReadOnly()
                && !UNTOLD.contains(command().fullName());
    }

    @Override
    public void onMissed(int database, Key key) {
        boolean declared = key.buffer() == request.buffer();
        if (!declared || key.offset() != lastMissed) {
            event(KeyEvents.Type.MISSED, "keymiss", key, database);
        }
        lastMissed = declared ? key.offset() : lastMissed;
    }

    private void forgetKeys() {
        keyCount = 0;
        keysBuffer = NO_REQUEST.buffer();
        for (Key key : keys) {
            if (key == null) {
                return;
            }
            key.set(keysBuffer, 0, 0);
        }
    }

    /** The command being run. */
    public Command command() {
        Command current = command;
        if (current == null) {
            throw new IllegalStateException("no command is running");
        }
        return current;
    }

    /** The client. */
    public Session session() {
        Session current = session;
        if (current == null) {
            throw new IllegalStateException("no command is running");
        }
        return current;
    }

    /** All arguments. */
    public Request request() {
        return request;
    }

    /** Where the reply goes. */
    public ReplyWriter reply() {
        return reply;
    }

    /** Milliseconds since 1970 at which this command counts as run; the same for all of a transaction. */
    public long nowMillis() {
        return nowMillis;
    }

    /**
     * The time by which it is judged whether something is over. For the commands of a master nothing is, as it says itself
     * what has expired.
     */
    public long judgingMillis() {
        if (session().isMaster()) {
            return 0;
        }
        return nowMillis;
    }

    /** Whether EXEC runs this command. */
    public boolean inTransaction() {
        return inTransaction;
    }

    /** Says that the reply which the handler has written is an error: so it counts in the statistics. */
    public void failed() {
        failed = true;
    }

    /** Whether the handler has said that its reply is an error. */
    public boolean hasFailed() {
        return failed;
    }

    /** Whether a script runs this command: its time stands still, its replies have an order. */
    public boolean inScript() {
        return inScript;
    }

    /**
     * Says that the reply comes later: the handler writes nothing now. The client's later commands wait. May not be
     * called in a transaction.
     */
    public DeferredReply defer() {
        DeferredReplies replies = deferral;
        if (replies == null || inTransaction) {
            throw new IllegalStateException("this call cannot be deferred");
        }
        return replies.defer();
    }

    /** Whether {@link #defer()} is possible. */
    public boolean canDefer() {
        return deferral != null && !inTransaction;
    }

    /** Runs other commands inside this one, which is flagged {@link CommandFlag#SCRIPT}. */
    public NestedCommands nested() {
        NestedCommands commands = nested;
        if (commands == null) {
            throw new IllegalStateException("this call runs no others");
        }
        return commands;
    }

    /** The client's database. */
    public Keyspace keyspace() {
        return keyspaces.database(session().database());
    }

    /** Another database; the index was checked with {@link #databases()}. */
    public Keyspace keyspace(int database) {
        return keyspaces.database(database);
    }

    /** Number of databases. */
    public int databases() {
        return keyspaces.count();
    }

    /** Swaps two databases for all clients. */
    public void swapDatabases(int a, int b) {
        keyspaces.swap(a, b);
    }

    /** Number of arguments, the command's name included. */
    public int count() {
        return request.count();
    }

    /** The key at argument {@code index}. Valid while the command runs. */
    public Key key(int index) {
        byte[] buffer = request.buffer();
        int offset = request.offset(index);
        int length = request.length(index);
        for (int i = 0; i < keyCount; i++) {
            Key known = keys[i];
            if (known.offset() == offset && known.length() == length && known.buffer() == buffer) {
                return known;
            }
        }
        if (keyCount == keys.length) {
            if (keys.length >= KEYS_KEPT) {
                Key fresh = new Key();
                fresh.set(buffer, offset, length);
                return fresh;
            }
            keys = java.util.Arrays.copyOf(keys, keys.length * 2);
        }
        Key key = keys[keyCount];
        if (key == null) {
            key = new Key();
            keys[keyCount] = key;
        }
        keyCount++;
        key.set(buffer, offset, length);
        return key;
    }

    /** A copy of argument {@code index}. */
    public byte[] bytes(int index) {
        return request.bytes(index);
    }

    /** Argument {@code index} as text, for names and options. */
    public String text(int index) {
        return request.text(index);
    }

    /** Whether argument {@code index} is {@code word} (given in upper case), in any case. */
    public boolean is(int index, String word) {
        return request.is(index, word);
    }

    /** Argument {@code index} as a 64-bit integer. */
    public long integer(int index) {
        return integer(index, null);
    }

    /** Argument {@code index} as a 64-bit integer; {@code error} is the reply when it is none, null for the usual. */
    public long integer(int index, @Nullable String error) {
        if (!Decimal.isLong(request.buffer(), request.offset(index), request.length(index))) {
            throw error == null ? Errors.notInteger() : new RedisException(error);
        }
        return Decimal.parseLong(request.buffer(), request.offset(index), request.length(index));
    }

    /** Argument {@code index} as an integer from {@code min} to {@code max}. */
    public int integer(int index, int min, int max) {
        long value = integer(index);
        if (value < min || value > max) {
            throw new RedisException("ERR value is out of range");
        }
        return (int) value;
    }

    /** Argument {@code index} as an integer of at least {@code min}; {@code error} is the reply when it is none. */
    public long integerFrom(int index, long min, String error) {
        long value = integer(index, error);
        if (value < min) {
            throw new RedisException(error);
        }
        return value;
    }

    /** Argument {@code index} as a finite or infinite double; NaN is refused. */
    public double real(int index) {
        return real(index, null);
    }

    /** As {@link #real(int)}; {@code error} is the reply when it is none, null for the usual. */
    public double real(int index, @Nullable String error) {
        Double value = Reals.parse(request.buffer(), request.offset(index), request.length(index));
        if (value == null) {
            throw error == null ? Errors.notFloat() : new RedisException(error);
        }
        return value;
    }

    /** Argument {@code index} as a string of ISO 8859-1 characters, one a byte; for tokens that are compared. */
    public String token(int index) {
        return new String(request.buffer(), request.offset(index), request.length(index), StandardCharsets.ISO_8859_1);
    }
}
