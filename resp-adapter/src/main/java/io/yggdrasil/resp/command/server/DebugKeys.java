package io.yggdrasil.resp.command.server;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.StringEncoding;
import io.yggdrasil.resp.keyspace.ValueType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The subcommands of DEBUG that look at keys of this node. */
final class DebugKeys {
    private static final int DIGEST_BYTES = 20;
    private static final int SCAN_COUNT = 1024;
    /** Redis's clock of uses: seconds, 24 bits of them. */
    private static final int CLOCK_MASK = (1 << 24) - 1;

    private DebugKeys() {}

    static void object(Call call) {
        Key key = existing(call);
        ValueType type = call.keyspace().type(key);
        int length = type == ValueType.STRING ? call.keyspace().stringLength(key) : 0;
        StringEncoding encoding = type == ValueType.STRING ? call.keyspace().encoding(key) : null;
        long idle = call.keyspace().idleSeconds(key);
        long lastUse = (call.nowMillis() / 1000 - idle) & CLOCK_MASK;
        call.reply()
                .simple("Value at:0x0 refcount:1 encoding:" + (encoding == null ? "raw" : encoding.wireName())
                        + " serializedlength:" + length + " lru:" + lastUse + " lru_seconds_idle:" + idle);
    }

    static void stringLengths(Call call) {
        Key key = existing(call);
        if (call.keyspace().type(key) != ValueType.STRING) {
            throw new RedisException("ERR Not an sds encoded string.");
        }
        int length = call.keyspace().stringLength(key);
        call.reply()
                .simple("key_sds_len:" + key.length() + ", key_sds_avail:0, key_zmalloc: " + key.length()
                        + ", val_sds_len:" + length + ", val_sds_avail:0, val_zmalloc: " + length);
    }

    static void notEncoded(Call call, String message) {
        existing(call);
        throw new RedisException("ERR " + message);
    }

    private static Key existing(Call call) {
        Key key = call.key(2);
        if (!call.keyspace().exists(key)) {
            throw Errors.noSuchKey();
        }
        return key;
    }

    static void tableStatistics(Call call) {
        long database = call.integer(2);
        if (database < 0 || database >= call.databases()) {
            throw new RedisException("ERR Out of range database");
        }
        Keyspace space = call.keyspace((int) database);
        call.reply()
                .verbatim(
                        "txt",
                        "[Dictionary HT]\nnumber of elements: " + space.size() + "\n[Expires HT]\nnumber of elements: "
                                + space.expiringKeys() + "\n");
    }

    /** The digests of all keys, added without carry, so that their order does not count. No keys: all zeros. */
    static void digest(Call call) {
        byte[] sum = new byte[DIGEST_BYTES];
        for (int i = 0; i < call.databases(); i++) {
            Keyspace space = call.keyspace(i);
            if (space.size() > 0) {
                addAll(space, sum);
            }
        }
        call.reply().simple(HexFormat.of().formatHex(sum));
    }

    private static void addAll(Keyspace space, byte[] sum) {
        long cursor = 0;
        do {
            cursor = space.scan(cursor, SCAN_COUNT, (key, type) -> {
                add(digest(space, Key.of(key)), sum);
                return true;
            });
        } while (cursor != 0);
    }

    private static void add(byte[] digest, byte[] sum) {
        for (int i = 0; i < DIGEST_BYTES; i++) {
            sum[i] ^= digest[i];
        }
    }

    static void digestValues(Call call) {
        call.reply().array(call.count() - 2);
        for (int i = 2; i < call.count(); i++) {
            Key key = call.key(i);
            byte[] digest = call.keyspace().exists(key) ? digest(call.keyspace(), key) : new byte[DIGEST_BYTES];
            call.reply().simple(HexFormat.of().formatHex(digest));
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static byte[] digest(Keyspace space, Key key) {
        MessageDigest sha1 = sha1();
        ValueType type = space.type(key);
        sha1.update((byte) space.database());
        sha1.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, key.length()));
        sha1.update(key.buffer(), key.offset(), key.length());
        sha1.update((byte) (type == null ? -1 : type.ordinal()));
        byte[] value = type == ValueType.STRING ? space.string(key) : null;
        if (value != null) {
            sha1.update(value);
        }
        Collection collection = type == null || type == ValueType.STRING ? null : space.collection(key, type);
        if (collection != null && type == ValueType.STREAM) {
            addEntries(new StreamLog(collection), sha1);
        } else if (collection != null) {
            collection.tree(0).visit(0, element -> {
                sha1.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, element.key().length));
                sha1.update(element.key());
                sha1.update(element.value());
                return true;
            });
        }
        sha1.update((byte) (space.expiry(key) == Expiry.NONE ? 0 : 1));
        return sha1.digest();
    }

    /** As in Redis, groups do not count. */
    private static void addEntries(StreamLog log, MessageDigest sha1) {
        log.visit(StreamId.MIN, StreamId.MAX, Long.MAX_VALUE, true, entry -> {
            sha1.update(entry.id().key());
            entry.forEach((bytes, offset, length) -> {
                sha1.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
                sha1.update(bytes, offset, length);
            });
        });
    }
}
