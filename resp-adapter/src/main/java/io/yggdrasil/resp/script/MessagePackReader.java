package io.yggdrasil.resp.script;

/** Pushes the values that MessagePack tells: {@code cmsgpack.unpack} and its kin. */
final class MessagePackReader {
    private static final int SLOTS = 4;

    private final LuaCall call;
    private final LuaStack stack;
    private final byte[] data;
    private int at;

    MessagePackReader(LuaCall call, byte[] data) {
        this.call = call;
        this.stack = call.stack();
        this.data = data;
    }

    /** Pushes all values, or at most {@code limit} from an offset on; then where it stopped comes first, -1 at the end. */
    int read(long limit, long offset) {
        if (offset < 0 || limit < 0) {
            throw new LuaFailure(
                    "Invalid request to unpack with offset of " + (int) offset + " and limit of " + data.length + ".");
        }
        if (offset > data.length) {
            throw new LuaFailure("Start offset " + (int) offset + " greater than input length " + data.length + ".");
        }
        boolean all = limit == 0 && offset == 0;
        at = (int) offset;
        int first = Lua.lua_gettop(call.state()) + 1;
        int count = 0;
        while (at < data.length && count < (all ? Integer.MAX_VALUE : limit)) {
            value();
            count++;
        }
        if (!all) {
            stack.room(1);
            stack.number(at == data.length ? -1 : at);
            Lua.lua_insert(call.state(), first);
            count++;
        }
        return count;
    }

    private void value() {
        if (Lua.lua_checkstack(call.state(), SLOTS) == 0) {
            throw new LuaFailure(
                    "stack overflow (too many return values at once; " + "use unpack_one or unpack_limit instead.)");
        }
        need(1);
        int head = data[at++] & 0xff;
        if (head < 0x80 || head >= 0xe0) {
            stack.number((byte) head);
        } else if (head < 0x90) {
            map(head & 0xf);
        } else if (head < 0xa0) {
            array(head & 0xf);
        } else if (head < 0xc0) {
            string(head & 0x1f);
        } else {
            typed(head);
        }
    }

    private void typed(int head) {
        switch (head) {
            case 0xc0 -> stack.nil();
            case 0xc2 -> stack.bool(false);
            case 0xc3 -> stack.bool(true);
            case 0xca -> stack.number(Float.intBitsToFloat((int) bits(Float.BYTES)));
            case 0xcb -> stack.number(Double.longBitsToDouble(bits(Double.BYTES)));
            case 0xcc -> stack.number(bits(1));
            case 0xcd -> stack.number(bits(2));
            case 0xce -> stack.number(bits(4));
            case 0xcf -> stack.number(bits(8)); // Signed, as in Redis on 64-bit machines.
            case 0xd0 -> stack.number((byte) bits(1));
            case 0xd1 -> stack.number((short) bits(2));
            case 0xd2 -> stack.number((int) bits(4));
            case 0xd3 -> stack.number(bits(8));
            case 0xd9 -> string(bits(1));
            case 0xda -> string(bits(2));
            case 0xdb -> string(bits(4));
            case 0xdc -> array(bits(2));
            case 0xdd -> array(bits(4));
            case 0xde -> map(bits(2));
            case 0xdf -> map(bits(4));
            default -> throw new LuaFailure("Bad data format in input.");
        }
    }

    private void need(long bytes) {
        if (data.length - at < bytes) {
            throw new LuaFailure("Missing bytes in input.");
        }
    }

    private long bits(int count) {
        need(count);
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | data[at++] & 0xff;
        }
        return value;
    }

    private void string(long length) {
        need(length);
        stack.string(data, at, at + (int) length);
        at += (int) length;
    }

    private void array(long count) {
        stack.table(0, 0);
        for (long i = 1; i <= count; i++) {
            value();
            stack.setElement((int) i);
        }
    }

    private void map(long count) {
        stack.table(0, 0);
        for (long i = 0; i < count; i++) {
            value();
            value();
            String problem = stack.set();
            if (problem != null) {
                throw LuaFailure.withoutPlace(problem);
            }
        }
    }
}
