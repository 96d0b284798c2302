package io.yggdrasil.resp.command.stream;

import static io.yggdrasil.resp.command.CommandFlag.DENYOOM;
import static io.yggdrasil.resp.command.CommandFlag.WRITE;
import static io.yggdrasil.resp.command.KeySpec.Flag.DELETE;
import static io.yggdrasil.resp.command.KeySpec.Flag.INSERT;
import static io.yggdrasil.resp.command.KeySpec.Flag.RW;
import static io.yggdrasil.resp.command.KeySpec.Flag.UPDATE;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.resp.collection.StreamConsumer;
import io.yggdrasil.resp.collection.StreamGroup;
import io.yggdrasil.resp.collection.StreamGroups;
import io.yggdrasil.resp.collection.StreamId;
import io.yggdrasil.resp.collection.StreamLog;
import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.Help;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.keyspace.ValueType;
import io.yggdrasil.resp.pubsub.KeyEvents.Type;
import org.jspecify.annotations.Nullable;

/** XGROUP. */
final class GroupCommands {
    private static final String CONTAINER = "XGROUP";

    private static final Help HELP = new Help(
            "xgroup",
            "CREATE <key> <groupname> <id|$> [option]",
            "    Make a group that reads behind an id. Options are:",
            "    * MKSTREAM",
            "      Make an empty stream if there is none.",
            "    * ENTRIESREAD entries_read",
            "      How many entries count as read up to there.",
            "CREATECONSUMER <key> <groupname> <consumer>",
            "    Make a consumer of a group.",
            "DELCONSUMER <key> <groupname> <consumer>",
            "    Remove a consumer with what it has pending.",
            "DESTROY <key> <groupname>",
            "    Remove a group.",
            "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
            "    Let a group read behind another id.");

    private GroupCommands() {}

    static void declare(CommandTable table) {
        table.add(StreamCommands.named("xgroup")
                .arity(-2)
                .since("5.0.0")
                .summary("Commands on consumer groups.")
                .complexity("Depends on subcommand.")
                .sub(sub("create", -5, DENYOOM)
                        .syntax("key group id-selector=(id|new-id=$) [MKSTREAM] [ENTRIESREAD entries-read:integer]")
                        .keys(KeySpec.at(2, RW, INSERT))
                        .summary("Makes a consumer group.")
                        .complexity("O(log N) where N is the number of groups.")
                        .handler(GroupCommands::create))
                .sub(sub("setid", -5)
                        .syntax("key group id-selector=(id|new-id=$) [ENTRIESREAD entriesread:integer{entries-read}]")
                        .keys(KeySpec.at(2, RW, UPDATE))
                        .summary("Sets behind which id a consumer group reads on.")
                        .complexity("O(log N) where N is the number of groups.")
                        .handler(GroupCommands::setId))
                .sub(sub("destroy", 4)
                        .syntax("key group")
                        .keys(KeySpec.at(2, RW, DELETE))
                        .summary("Removes a consumer group.")
                        .complexity("O(N) where N is the number of entries that the group has pending.")
                        .handler(GroupCommands::destroy))
                .sub(sub("createconsumer", 5, DENYOOM)
                        .syntax("key group consumer")
                        .keys(KeySpec.at(2, RW, INSERT))
                        .since("6.2.0")
                        .summary("Makes a consumer of a group.")
                        .complexity("O(log N) where N is the number of consumers.")
                        .handler(GroupCommands::createConsumer))
                .sub(sub("delconsumer", 5)
                        .syntax("key group consumer")
                        .keys(KeySpec.at(2, RW, DELETE))
                        .summary("Removes a consumer of a group.")
                        .complexity(
                                "O(N log M) where N is the number of entries that it has pending, M that the group has.")
                        .handler(GroupCommands::deleteConsumer))
                .sub(HELP.declare().since("5.0.0").acl(AclCategory.STREAM)));
    }

    private static Command.Builder sub(String name, int arity, io.yggdrasil.resp.command.CommandFlag... more) {
        return StreamCommands.named(name).arity(arity).flags(WRITE).flags(more).since("5.0.0");
    }

    /** The options behind the id of CREATE and SETID. */
    private record Options(boolean makesStream, long entriesRead) {
        static Options of(Call call, boolean creates) {
            boolean makes = false;
            long read = StreamGroup.UNKNOWN;
            for (int i = 5; i < call.count(); i++) {
                if (creates && call.is(i, "MKSTREAM")) {
                    makes = true;
                } else if (i + 1 < call.count() && call.is(i, "ENTRIESREAD")) {
                    read = call.integer(++i);
                    if (read < 0 && read != StreamGroup.UNKNOWN) {
                        throw new RedisException("ERR value for ENTRIESREAD must be positive or -1");
                    }
                } else {
                    throw StreamCommands.subcommandSyntax(call, CONTAINER);
                }
            }
            return new Options(makes, read);
        }
    }

    private static Collection requireStream(@Nullable Collection stream) {
        if (stream == null) {
            throw new RedisException(
                    "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want"
                            + " to use the MKSTREAM option to create an empty stream automatically.");
        }
        return stream;
    }

    private static Collection stream(Call call) {
        return requireStream(StreamCommands.stream(call, 2));
    }

    /** The group at the third argument of a subcommand. */
    static StreamGroup group(Call call, Collection stream) {
        StreamGroup group = new StreamGroups(stream).find(call.bytes(3));
        if (group == null) {
            throw new RedisException("NOGROUP No such consumer group '" + StreamCommands.shown(call, 3)
                    + "' for key name '" + StreamCommands.shown(call, 2) + "'");
        }
        return group;
    }

    private static boolean isLastId(Call call) {
        return call.is(4, "$");
    }

    private static void create(Call call) {
        Options options = Options.of(call, true);
        Collection stream = StreamCommands.stream(call, 2);
        if (!options.makesStream()) {
            requireStream(stream);
        }
        if (call.count() > 8) {
            throw StreamCommands.subcommandSyntax(call, CONTAINER);
        }
        StreamId last = stream == null ? StreamId.MIN : new StreamLog(stream).lastId();
        StreamId id = isLastId(call) ? last : StreamIds.strict(call, 4);
        Collection target = stream == null ? call.keyspace().newCollection(call.key(2), ValueType.STREAM) : stream;
        StreamGroups groups = new StreamGroups(target);
        if (groups.find(call.bytes(3)) != null) {
            throw new RedisException("BUSYGROUP Consumer Group name already exists");
        }
        groups.create(call.bytes(3), id, options.entriesRead());
        call.keyspace().save(call.key(2), target);
        tell(call, "xgroup-create");
        call.reply().ok();
    }

    private static void setId(Call call) {
        Options options = Options.of(call, false);
        Collection stream = stream(call);
        StreamGroup group = group(call, stream);
        if (call.count() > 7) {
            throw StreamCommands.subcommandSyntax(call, CONTAINER);
        }
        StreamId id = isLastId(call) ? new StreamLog(stream).lastId() : StreamIds.any(call, 4);
        group.set(id, options.entriesRead());
        call.keyspace().save(call.key(2), stream);
        tell(call, "xgroup-setid");
        call.reply().ok();
    }

    private static void destroy(Call call) {
        Collection stream = stream(call);
        StreamGroups groups = new StreamGroups(stream);
        StreamGroup group = groups.find(call.bytes(3));
        if (group != null) {
            groups.remove(group);
            call.keyspace().save(call.key(2), stream);
            tell(call, "xgroup-destroy");
        }
        call.reply().integer(group != null);
    }

    private static void createConsumer(Call call) {
        Collection stream = stream(call);
        StreamGroup group = group(call, stream);
        boolean isNew = group.consumer(call.bytes(4)) == null;
        if (isNew) {
            group.addConsumer(call.bytes(4), call.nowMillis());
            call.keyspace().save(call.key(2), stream);
            tell(call, "xgroup-createconsumer");
        }
        call.reply().integer(isNew);
    }

    private static void deleteConsumer(Call call) {
        Collection stream = stream(call);
        StreamGroup group = group(call, stream);
        StreamConsumer consumer = group.consumer(call.bytes(4));
        if (consumer == null) {
            call.reply().integer(0);
            return;
        }
        call.reply().integer(group.pendingCount(consumer));
        group.remove(consumer);
        call.keyspace().save(call.key(2), stream);
        tell(call, "xgroup-delconsumer");
    }

    private static void tell(Call call, String event) {
        call.event(Type.STREAM, event, call.key(2));
    }
}
