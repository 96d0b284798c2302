package io.yggdrasil.ignite.internals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a transaction is about to write, and the nodes that are told of it.
 *
 * <pre>
 *   n nodes (i32) | n times (i64, i64) | w writes (i32) | w times:
 *   cache id (i32) | partition (i32) | key | value | expire time (i64) | follows (u8) | version
 * </pre>
 *
 * Key, value and version are preceded by their lengths (i32); -1: there is none.
 *
 * @param id which transaction
 * @param told the nodes
 * @param writes nodes of collections before the roots that reach them
 */
record Intent(Id id, List<UUID> told, List<Write> writes) {
    /** A transaction: the node that runs it, and its number there. */
    record Id(UUID node, long number) {}

    /**
     * What one entry is to be.
     *
     * @param key as {@link EntryCodec} encodes it
     * @param value the same; null: there is to be no entry
     * @param expireTime milliseconds since 1970; 0: never
     * @param follows whether {@code version} is that of the entry before this write; else it is this write's own
     * @param version as {@link EntryVersion} encodes it; null: there is no entry before
     */
    record Write(
            int cacheId,
            int partition,
            byte[] key,
            byte @Nullable [] value,
            long expireTime,
            boolean follows,
            byte @Nullable [] version) {}

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(told.size());
            for (UUID node : told) {
                out.writeLong(node.getMostSignificantBits());
                out.writeLong(node.getLeastSignificantBits());
            }
            out.writeInt(writes.size());
            for (Write write : writes) {
                out.writeInt(write.cacheId);
                out.writeInt(write.partition);
                put(out, write.key);
                put(out, write.value);
                out.writeLong(write.expireTime);
                out.writeBoolean(write.follows);
                put(out, write.version);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    /** What {@link #encode} wrote, behind the first {@code from} bytes. */
    static Intent decode(Id id, byte[] message, int from) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message, from, message.length - from))) {
            List<UUID> told = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                told.add(new UUID(in.readLong(), in.readLong()));
            }
            List<Write> writes = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                int cacheId = in.readInt();
                int partition = in.readInt();
                byte[] key = in.readNBytes(in.readInt());
                writes.add(new Write(cacheId, partition, key, get(in), in.readLong(), in.readBoolean(), get(in)));
            }
            return new Intent(id, told, writes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte @Nullable [] get(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }
}
