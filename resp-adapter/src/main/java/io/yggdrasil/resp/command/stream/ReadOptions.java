package io.yggdrasil.resp.command.stream;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.StreamGroups;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.Timeouts;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What XREAD and XREADGROUP are asked for. Made once a call: {@code $} is the last id at that time, for however long the
 * client waits then.
 */
final class ReadOptions {
    /** {@link #blockMillis} of who does not wait. */
    static final long NO_WAIT = -1;

    /** What {@code >} stands for: all that was never delivered to the group. As in Redis an id that can be written, too. */
    static final StreamId NEW = StreamId.MAX;

    private final Call call;
    private final boolean ofGroup;
    private long blockMillis = NO_WAIT;
    private long most = Long.MAX_VALUE;
    private boolean withoutPending;
    private boolean idsOnly;
    private byte @Nullable [] group;
    private byte @Nullable [] consumer;
    private int groupIndex;
    private int firstKey;
    private StreamId[] ids = {};

    private ReadOptions(Call call, boolean ofGroup) {
        this.call = call;
        this.ofGroup = ofGroup;
    }

    /** Reads the arguments and looks the streams up that they name. */
    static ReadOptions of(Call call, boolean ofGroup) {
        ReadOptions options = new ReadOptions(call, ofGroup);
        options.readWords();
        options.readIds();
        return options;
    }

    /** How long the client waits if there is nothing, 0: for ever, or {@link #NO_WAIT}. */
    long blockMillis() {
        return blockMillis;
    }

    /** How many entries of a stream are wanted at most. */
    long most() {
        return most;
    }

    /** Whether delivered entries do not become pending. */
    boolean withoutPending() {
        return withoutPending;
    }

    /** Whether the ids are wanted that {@code $} stands for, and no entries: see {@link StreamWaits}. */
    boolean idsOnly() {
        return idsOnly;
    }

    /** The group's name; only where there is one. */
    byte[] group() {
        return Objects.requireNonNull(group);
    }

    /** The consumer's name; only where there is a group. */
    byte[] consumer() {
        return Objects.requireNonNull(consumer);
    }

    /** Number of streams. */
    int count() {
        return ids.length;
    }

    /** The argument that is the key of a stream, from 0 to {@code count() - 1}. */
    int keyIndex(int stream) {
        return firstKey + stream;
    }

    /** Behind which entries of a stream are wanted, or {@link #NEW}. */
    StreamId id(int stream) {
        return ids[stream];
    }

    private void requireNoScript() {
        if (call.inScript()) {
            throw new RedisException("ERR " + call.text(0) + " command is not allowed with BLOCK option from scripts");
        }
    }

    private void readWords() {
        for (int i = 1; i < call.count() && firstKey == 0; i++) {
            int more = call.count() - i - 1;
            if (more > 0 && call.is(i, "BLOCK")) {
                requireNoScript();
                blockMillis = Timeouts.millis(call.request(), ++i);
            } else if (more > 0 && call.is(i, "COUNT")) {
                long count = call.integer(++i);
                most = count <= 0 ? Long.MAX_VALUE : count;
            } else if (more > 0 && call.is(i, "STREAMS")) {
                requireBalance(i, more);
                firstKey = i + 1;
            } else if (more > 1 && call.is(i, "GROUP")) {
                requireGroups("GROUP");
                groupIndex = ++i;
                group = call.bytes(i);
                consumer = call.bytes(++i);
            } else if (!ofGroup && call.is(i, StreamWaits.IDS)) {
                idsOnly = true;
            } else if (call.is(i, "NOACK")) {
                requireGroups("NOACK");
                withoutPending = true;
            } else {
                throw Errors.syntax();
            }
        }
        if (firstKey == 0) {
            throw Errors.syntax();
        }
        if (ofGroup && group == null) {
            throw new RedisException("ERR Missing GROUP option for XREADGROUP");
        }
    }

    /** Keys and ids in equal number follow a word, which is also the one that the declared keys are searched by. */
    private void requireBalance(int word, int following) {
        if (following % 2 != 0) {
            throw new RedisException("ERR Unbalanced '" + call.command().fullName()
                    + "' list of streams: for each stream key an ID or '" + (ofGroup ? '>' : '$')
                    + "' must be specified.");
        }
        for (int i = ofGroup ? 4 : 1; i < word; i++) {
            if (call.is(i, "STREAMS")) {
                throw Errors.syntax(); // The keys that are locked are others.
            }
        }
    }

    private void requireGroups(String option) {
        if (!ofGroup) {
            throw new RedisException(
                    "ERR The " + option + " option is only supported by XREADGROUP. You called XREAD instead.");
        }
    }

    private void readIds() {
        ids = new StreamId[(call.count() - firstKey) / 2];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = readId(firstKey + i, firstKey + ids.length + i);
        }
    }

    private StreamId readId(int keyIndex, int idIndex) {
        Collection stream = StreamCommands.stream(call, keyIndex);
        byte[] name = group;
        if (name != null && (stream == null || new StreamGroups(stream).find(name) == null)) {
            throw new RedisException("NOGROUP No such key '" + StreamCommands.shown(call, keyIndex)
                    + "' or consumer group '" + StreamCommands.shown(call, groupIndex)
                    + "' in XREADGROUP with GROUP option");
        }
        if (isSign(idIndex, '$')) {
            if (ofGroup) {
                throw new RedisException(
                        "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the"
                                + " history of this consumer by specifying a proper ID, or use the > ID to get new messages. The"
                                + " $ ID would just return an empty result set.");
            }
            return stream == null ? StreamId.MIN : new StreamLog(stream).lastId();
        }
        if (isSign(idIndex, '>')) {
            if (!ofGroup) {
                throw new RedisException("ERR The > ID can be specified only when calling XREADGROUP using the GROUP"
                        + " <group> <consumer> option.");
            }
            return NEW;
        }
        return StreamIds.strict(call, idIndex);
    }

    private boolean isSign(int index, char sign) {
        return Arrays.equals(call.bytes(index), new byte[] {(byte) sign});
    }
}
