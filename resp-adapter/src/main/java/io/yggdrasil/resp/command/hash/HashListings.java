package io.yggdrasil.resp.command.hash;

import static io.yggdrasil.resp.command.CommandFlag.READONLY;
import static io.yggdrasil.resp.command.KeySpec.Flag.ACCESS;
import static io.yggdrasil.resp.command.KeySpec.Flag.RO;

import io.yggdrasil.ignite.collection.Collection;
import io.yggdrasil.ignite.collection.Element;
import io.yggdrasil.resp.collection.Draw;
import io.yggdrasil.resp.collection.HashFields;
import io.yggdrasil.resp.collection.HashFields.Places;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.ElementScan;
import io.yggdrasil.resp.command.Errors;
import io.yggdrasil.resp.command.KeySpec;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.wire.ReplyWriter;
import java.util.Iterator;

/** Commands that list fields: all, some, or some at random. */
final class HashListings {
    private HashListings() {}

    static void declare(CommandTable table) {
        table.add(listing("hgetall", "Lists the fields of a hash with their values.")
                .tips("nondeterministic_output_order")
                .handler(call -> list(call, true, true)));
        table.add(listing("hkeys", "Lists the names of the fields of a hash.")
                .tips("nondeterministic_output_order")
                .handler(call -> list(call, true, false)));
        table.add(listing("hvals", "Lists the values of the fields of a hash.")
                .tips("nondeterministic_output_order")
                .handler(call -> list(call, false, true)));
        table.add(HashCommands.named("hrandfield")
                .arity(-2)
                .syntax("key [options=(count:integer [WITHVALUES])]")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .tips("nondeterministic_output")
                .since("6.2.0")
                .summary("Draws fields of a hash at random.")
                .complexity("O(N log M) where N is the number of fields drawn, M of fields in the hash.")
                .handler(HashListings::hrandfield));
        table.add(HashCommands.named("hscan")
                .arity(-3)
                .syntax("key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .tips("nondeterministic_output")
                .since("2.8.0")
                .summary("Lists some fields of a hash and tells where to go on.")
                .complexity("O(1) a call, O(N) for all N fields.")
                .handler(HashListings::hscan));
    }

    private static Command.Builder listing(String name, String summary) {
        return HashCommands.named(name)
                .arity(2)
                .syntax("key")
                .flags(READONLY)
                .keys(KeySpec.at(1, RO, ACCESS))
                .since("2.0.0")
                .summary(summary)
                .complexity("O(N) where N is the number of fields.");
    }

    private static void list(Call call, boolean names, boolean values) {
        Collection hash = HashCommands.hash(call);
        ReplyWriter reply = call.reply();
        HashFields fields = hash == null ? null : HashCommands.fields(call, hash);
        int count = fields == null ? 0 : (int) fields.countLeft();
        if (names && values) {
            reply.map(count);
        } else {
            reply.array(count);
        }
        if (fields == null) {
            return;
        }
        fields.visit((name, value) -> {
            if (names) {
                reply.bulk(name);
            }
            if (values) {
                reply.bulk(value);
            }
            return true;
        });
    }

    private static void hrandfield(Call call) {
        boolean values = call.count() == 4;
        long count = call.count() > 2 ? call.integer(2) : 1;
        if (call.count() > 4 || (values && !call.is(3, "WITHVALUES"))) {
            throw Errors.syntax();
        }
        if (values && (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2)) {
            throw new RedisException("ERR value is out of range");
        }
        Collection hash = HashCommands.hash(call);
        ReplyWriter reply = call.reply();
        Places fields = hash == null ? null : HashCommands.fields(call, hash).places();
        if (fields == null || fields.count() == 0) {
            if (call.count() == 2) {
                reply.bulkOrNull(null);
            } else {
                reply.array(0);
            }
        } else if (call.count() == 2) {
            reply.bulk(any(fields));
        } else {
            draw(fields, count, values, reply);
        }
    }

    private static byte[] any(Places fields) {
        return fields.at(Draw.place(fields.count())).key();
    }

    private static void draw(Places fields, long count, boolean values, ReplyWriter reply) {
        boolean pairs = values && reply.version() > 2;
        long size = Draw.size(fields.count(), count);
        if (size < 0 || size > Integer.MAX_VALUE / 2) {
            throw new RedisException("ERR value is out of range");
        }
        reply.array((int) (values && !pairs ? size * 2 : size));
        Iterator<Element> drawn = Draw.elements(fields.count(), count, fields::at);
        while (drawn.hasNext()) {
            Element element = drawn.next();
            if (pairs) {
                reply.array(2);
            }
            reply.bulk(element.key());
            if (values) {
                reply.bulk(element.value());
            }
        }
    }

    private static void hscan(Call call) {
        ElementScan scan = ElementScan.of(call);
        Collection hash = HashCommands.hash(call);
        HashFields fields = hash == null ? null : HashCommands.fields(call, hash);
        scan.run(hash, fields == null ? null : fields::scan, (name, value, out) -> {
            out.add(name);
            out.add(value);
        });
    }
}
