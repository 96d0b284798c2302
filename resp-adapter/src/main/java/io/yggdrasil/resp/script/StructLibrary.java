package io.yggdrasil.resp.script;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** The library {@code struct} of scripts: values in the layouts of C. */
final class StructLibrary {
    private static final int SLOTS = 3;

    private StructLibrary() {}

    static void addTo(Map<String, LuaFunction> functions) {
        functions.put("struct.pack", StructLibrary::pack);
        functions.put("struct.unpack", StructLibrary::unpack);
        functions.put("struct.size", StructLibrary::size);
    }

    private static int size(LuaCall call) {
        StructFormat format = new StructFormat(call);
        long position = 0;
        while (format.hasNext()) {
            char option = format.next();
            int size = format.size(option);
            position += format.padding(position, option, size);
            if (option == 's') {
                throw call.bad(1, "option 's' has no fixed size");
            }
            if (option == 'c' && size == 0) {
                throw call.bad(1, "option 'c0' has no fixed size");
            }
            if (!isAlphanumeric(option)) {
                format.control(option);
            }
            position += size;
        }
        call.stack().number(position);
        return 1;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    // Packing.

    private static int pack(LuaCall call) {
        StructFormat format = new StructFormat(call);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int argument = 2;
        while (format.hasNext()) {
            char option = format.next();
            int size = format.size(option);
            put(out, new byte[format.padding(out.size(), option, size)]);
            switch (option) {
                case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' -> integer(call, format, argument++, size, out);
                case 'x' -> out.write(0);
                case 'f' -> bytes(Float.floatToRawIntBits((float) number(call, argument++)), Float.BYTES, format, out);
                case 'd' -> bytes(Double.doubleToRawLongBits(number(call, argument++)), Double.BYTES, format, out);
                case 'c', 's' -> text(call, argument++, option, size, out);
                default -> format.control(option);
            }
            call.memory().require(out.size());
        }
        call.stack().string(out.toByteArray());
        return 1;
    }

    /** What is missing is told as nil: so it is where Redis looks. */
    private static double number(LuaCall call, int argument) {
        if (argument == call.top() + 1) {
            throw call.bad(argument, "number expected, got nil");
        }
        return call.number(argument);
    }

    private static void integer(LuaCall call, StructFormat format, int argument, int size, ByteArrayOutputStream out) {
        bytes(toBits(number(call, argument)), size, format, out);
    }

    /** A number as C casts it to 64 bits, without a sign unless it has one. */
    private static long toBits(double value) {
        if (value >= 0x1p63) {
            return value < 0x1p64 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : 0;
        }
        return LuaCall.toInteger(value);
    }

    private static void bytes(long value, int size, StructFormat format, ByteArrayOutputStream out) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            int place = format.isBigEndian() ? size - 1 - i : i;
            bytes[place] = i < Long.BYTES ? (byte) (value >>> i * 8) : 0;
        }
        put(out, bytes);
    }

    private static void text(LuaCall call, int argument, char option, int size, ByteArrayOutputStream out) {
        if (argument == call.top() + 1) {
            throw call.bad(argument, "string expected, got nil");
        }
        byte[] text = call.string(argument);
        if (size > text.length) {
            throw call.bad(argument + 1, "string too short");
        }
        out.write(text, 0, size == 0 ? text.length : size);
        if (option == 's') {
            out.write(0);
        }
    }

    private static void put(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    // Unpacking.

    private static int unpack(LuaCall call) {
        StructFormat format = new StructFormat(call);
        byte[] data = call.string(2);
        long position = call.has(3) ? call.integer(3) : 1;
        if (position == 0) {
            throw call.bad(3, "offset must be 1 or greater");
        }
        position--;
        int count = 0;
        while (format.hasNext()) {
            char option = format.next();
            int size = format.size(option);
            position += format.padding(position, option, size);
            need(call, data, position, size);
            call.stack().room(SLOTS);
            int from = (int) position;
            switch (option) {
                case 'b', 'B', 'h', 'H', 'l', 'L', 'T', 'i', 'I' -> {
                    call.stack().number(integer(data, from, size, format.isBigEndian(), option >= 'a'));
                    count++;
                }
                case 'x' -> {}
                case 'f' -> {
                    call.stack().number(Float.intBitsToFloat((int) bits(data, from, size, format.isBigEndian())));
                    count++;
                }
                case 'd' -> {
                    call.stack().number(Double.longBitsToDouble(bits(data, from, size, format.isBigEndian())));
                    count++;
                }
                case 'c' -> {
                    if (size == 0) {
                        size = previousSize(call, count, data, position);
                        count--;
                    }
                    call.stack().string(data, from, from + size);
                    count++;
                }
                case 's' -> {
                    int end = from;
                    while (end < data.length && data[end] != 0) {
                        end++;
                    }
                    if (end == data.length) {
                        throw new LuaFailure("unfinished string in data");
                    }
                    call.stack().string(data, from, end);
                    count++;
                    size = end - from + 1;
                }
                default -> format.control(option);
            }
            position += size;
        }
        call.stack().room(1);
        call.stack().number(position + 1);
        return count + 1;
    }

    private static void need(LuaCall call, byte[] data, long position, long size) {
        if (size < 0 || size > data.length || position < 0 || position > data.length - size) {
            throw call.bad(2, "data string too short");
        }
    }

    /** The number that was unpacked last, which is taken back. */
    private static int previousSize(LuaCall call, int count, byte[] data, long position) {
        if (count == 0 || Lua.lua_isnumber(call.state(), -1) == 0) {
            throw new LuaFailure("format 'c0' needs a previous size");
        }
        long size = toBits(Lua.lua_tonumber(call.state(), -1));
        Lua.pop(call.state(), 1);
        need(call, data, position, size);
        return (int) size;
    }

    private static double integer(byte[] data, int from, int size, boolean bigEndian, boolean signed) {
        long value = bits(data, from, size, bigEndian);
        if (!signed) {
            return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
        }
        if (size == 0) {
            return value;
        }
        int unused = Math.max(0, Long.SIZE - size * 8);
        return value << unused >> unused;
    }

    private static long bits(byte[] data, int from, int size, boolean bigEndian) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | data[bigEndian ? from + i : from + size - 1 - i] & 0xff;
        }
        return value;
    }
}
