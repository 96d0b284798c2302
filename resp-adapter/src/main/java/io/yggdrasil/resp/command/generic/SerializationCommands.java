package io.yggdrasil.resp.command.generic;

import static io.yggdrasil.resp.command.CommandFlag.ASKING;
import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.OW;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.StringLimit;
import io.yggdrasil.resp.keyspace.Expiry;
import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.Keyspace;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import io.yggdrasil.resp.rdb.DumpPayload;
import io.yggdrasil.resp.rdb.RdbFormatException;
import io.yggdrasil.resp.rdb.RdbReader;
import io.yggdrasil.resp.rdb.RdbWriter;

/**
 * DUMP and RESTORE: values in the form of Redis's files, to be carried from one server to another. What RESTORE is told of
 * idle time and frequency is checked and not kept.
 */
final class SerializationCommands {
    private static final int PAYLOAD = 3;
    private static final int FREQUENCY_MAX = 255;
    private static final String OPTIONS =
            "key ttl:integer serialized-value [REPLACE]@3.0.0 [ABSTTL]@5.0.0 [IDLETIME seconds]@5.0.0 "
                    + "[FREQ frequency:integer]@5.0.0";

    private final StringLimit limit;

    SerializationCommands(StringLimit limit) {
        this.limit = limit;
    }

    void register(CommandTable table) {
        table.add(Command.named("dump")
                .arity(2)
                .syntax("key")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.6.0")
                .tips("nondeterministic_output")
                .summary("Writes a key's value as Redis's files have it.")
                .complexity("O(1) for strings; O(N) for collections of N items.")
                .handler(this::dump));
        table.add(Command.named("restore")
                .arity(-4)
                .syntax(OPTIONS)
                .flags(WRITE, DENYOOM)
                .acl(AclCategory.DANGEROUS)
                .keys(KeySpec.at(1, OW, UPDATE))
                .since("2.6.0")
                .summary("Makes a key of what DUMP wrote.")
                .complexity("O(1) for strings; O(N log N) for collections of N items.")
                .handler(SerializationCommands::restore));
        table.add(Command.named("restore-asking")
                .arity(-4)
                .syntax(OPTIONS)
                .flags(WRITE, DENYOOM, ASKING)
                .aclWithoutGroup(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                .group(CommandGroup.SERVER)
                .keys(KeySpec.at(1, OW, UPDATE))
                .since("3.0.0")
                .internal()
                .summary("RESTORE, as nodes of a Redis Cluster say it to each other.")
                .complexity("O(1) for strings; O(N log N) for collections of N items.")
                .handler(SerializationCommands::restore));
    }

    private void dump(Call call) {
        Keyspace space = call.keyspace();
        Key key = call.key(1);
        ValueType type = space.type(key);
        if (type == null) {
            call.reply().nullBulk();
            return;
        }
        RdbWriter writer = new RdbWriter(limit);
        write(space, key, type, writer);
        call.reply().bulk(DumpPayload.seal(writer.toBytes()));
    }

    private static void write(Keyspace space, Key key, ValueType type, RdbWriter writer) {
        byte[] string = type == ValueType.STRING ? space.string(key) : null;
        Collection collection = type == ValueType.STRING ? null : space.collection(key, type);
        if (string != null) {
            writer.writeString(string);
        } else if (collection != null) {
            writer.writeCollection(type, collection);
        }
    }

    private static void restore(Call call) {
        Options options = Options.of(call);
        Keyspace space = call.keyspace();
        Key key = call.key(1);
        if (!options.replace && space.exists(key)) {
            throw new RedisException("BUSYKEY Target key name already exists.");
        }
        long ttl = call.integer(2);
        if (ttl < 0) {
            throw new RedisException("ERR Invalid TTL value, must be >= 0");
        }
        Object value = read(call, space, key);
        boolean replaces = space.remove(key);
        long expiry = ttl == 0 ? Expiry.NONE : options.absolute ? ttl : call.nowMillis() + ttl;
        if (ttl == 0 || expiry > call.judgingMillis()) {
            store(space, key, value, expiry);
            if (replaces) {
                call.event(Type.NEW, "new", key);
            }
            call.event(Type.GENERIC, "restore", key);
        } else if (replaces) {
            call.deleted(key);
        }
        call.reply().ok();
    }

    /** Reads all of it before anything is changed. */
    private static Object read(Call call, Keyspace space, Key key) {
        byte[] payload = call.bytes(PAYLOAD);
        if (!DumpPayload.isSound(payload)) {
            throw new RedisException("ERR DUMP payload version or checksum are wrong");
        }
        try {
            return DumpPayload.read(payload, new RdbReader(type -> space.newCollection(key, type)));
        } catch (RdbFormatException e) {
            throw new RedisException("ERR Bad data format");
        }
    }

    private static void store(Keyspace space, Key key, Object value, long expiry) {
        if (value instanceof byte[] string) {
            space.putString(key, string, expiry);
        } else {
            space.save(key, (Collection) value);
            if (expiry != Expiry.NONE) {
                space.setExpiry(key, expiry);
            }
        }
    }

    private record Options(boolean replace, boolean absolute) {
        static Options of(Call call) {
            boolean replace = false;
            boolean absolute = false;
            boolean idle = false;
            boolean frequency = false;
            for (int i = PAYLOAD + 1; i < call.count(); i++) {
                boolean more = i + 1 < call.count();
                if (call.is(i, "REPLACE")) {
                    replace = true;
                } else if (call.is(i, "ABSTTL")) {
                    absolute = true;
                } else if (call.is(i, "IDLETIME") && more && !frequency) {
                    idle = true;
                    requireIn(call, ++i, Long.MAX_VALUE, "ERR Invalid IDLETIME value, must be >= 0");
                } else if (call.is(i, "FREQ") && more && !idle) {
                    frequency = true;
                    requireIn(call, ++i, FREQUENCY_MAX, "ERR Invalid FREQ value, must be >= 0 and <= 255");
                } else {
                    throw Errors.syntax();
                }
            }
            return new Options(replace, absolute);
        }

        private static void requireIn(Call call, int index, long max, String error) {
            long value = call.integer(index);
            if (value < 0 || value > max) {
                throw new RedisException(error);
            }
        }
    }
}
