package io.yggdrasil.resp.script;

/**
 * Counts the memory of one Lua state and refuses what is above a limit, which Lua tells the script as "not enough
 * memory". It refuses only while Lua runs under a protected call: an error that is raised in a call from Java would jump
 * over Java's frames. Java asks {@link #require} first, and a reserve stands in if the machine itself has no memory then.
 *
 * <p>Lua asks Java for each block, which takes as long as ten calls the other way. A state that runs {@link
 * StraightCode#isFrugal frugal} scripts only allocates by itself: there Java adds up what it pushes, and asks Lua for the
 * truth now and then.
 */
final class LuaMemory implements Lua.Allocator {
    private static final long RESERVE_BYTES = 1 << 20;

    /** What Java may push before Lua is asked again how much it has. */
    private static final long UNCOUNTED_BYTES_MAX = 4 << 20;

    /**
     * Lua 5.1 reserves too little of its stack for a function with a variable number of arguments, by as many values as it
     * has named parameters: at most 250. So a block that may be a stack has room for them (CVE-2014-5461).
     */
    private static final long STACK_SLACK_BYTES = 256 * 16;

    private static final long STACK_BYTES_MIN = 45 * 16;

    private final long bytesMax;
    private long bytes;
    private long reserve;
    private boolean strict;
    private long askedState;
    private long askAt;

    LuaMemory(long bytesMax) {
        this.bytesMax = bytesMax;
        this.reserve = Lua.CLibrary.malloc(RESERVE_BYTES);
    }

    /** Has Lua ask Java for memory from now on. */
    void serve(long state) {
        Lua.lua_setallocf(state, this, 0);
    }

    /** Leaves it to Lua to allocate memory. */
    void ask(long state) {
        askedState = state;
        askLua();
    }

    private void askLua() {
        bytes = (long) Lua.lua_gc(askedState, Lua.GC_KILOBYTES, 0) << 10 | Lua.lua_gc(askedState, Lua.GC_BYTES, 0);
        askAt = bytes + UNCOUNTED_BYTES_MAX;
    }

    /** Says whether more than the limit may be refused now; returns what held before. */
    boolean strict(boolean now) {
        boolean before = strict;
        strict = now;
        return before;
    }

    long bytes() {
        return bytes;
    }

    /** How many more bytes there may be. */
    long left() {
        return bytesMax - bytes;
    }

    /** Makes sure that Java may have so many bytes allocated; a {@link LuaFailure} if they are too many. */
    void require(long more) {
        if (askedState != 0 && bytes + more > askAt) {
            askLua();
        }
        if (bytes + more > bytesMax || reserve == 0 || more > RESERVE_BYTES / 4 && !isThere(more)) {
            throw new LuaFailure("not enough memory");
        }
        if (askedState != 0) {
            bytes += more;
        }
    }

    private static boolean isThere(long more) {
        long probe = Lua.CLibrary.malloc(more + RESERVE_BYTES);
        Lua.CLibrary.free(probe);
        return probe != 0;
    }

    @Override
    public long invoke(long context, long block, long oldSize, long newSize) {
        if (newSize == 0) {
            bytes -= oldSize;
            if (block != 0) {
                Lua.CLibrary.free(block);
            }
            return 0;
        }
        if (strict && newSize > oldSize && bytes + newSize - oldSize > bytesMax) {
            return 0;
        }
        long size = mayBeStack(newSize) ? newSize + STACK_SLACK_BYTES : newSize;
        long moved = Lua.CLibrary.realloc(block, size);
        if (moved == 0 && !strict && reserve != 0) {
            Lua.CLibrary.free(reserve);
            reserve = 0;
            moved = Lua.CLibrary.realloc(block, size);
        }
        if (moved != 0) {
            bytes += newSize - oldSize;
        }
        return moved;
    }

    /** A stack is an array of values of 16 bytes; an array of so many as a power of two is that of a table. */
    private static boolean mayBeStack(long size) {
        return size >= STACK_BYTES_MIN && (size & 15) == 0 && Long.bitCount(size) != 1;
    }

    /** Gives the reserve back; Lua needs it no more. */
    void close() {
        Lua.CLibrary.free(reserve);
        reserve = 0;
    }
}
