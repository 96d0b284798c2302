package io.yggdrasil.resp.stats;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Error replies by their code, the first word. A code that scripts made up counts, too, up to a limit. */
public final class ErrorCounters {
    private static final int CODES_MAX = 128;
    private static final int CODE_CHARS_MAX = 64;

    private final Map<String, LongAdder> byCode = new ConcurrentHashMap<>();
    private final LongAdder total = new LongAdder();

    /** Counts an error reply. */
    public void add(String message) {
        total.increment();
        int blank = message.indexOf(' ');
        int end = Math.min(blank < 0 ? message.length() : blank, CODE_CHARS_MAX);
        String code = message.substring(0, end);
        LongAdder count = byCode.get(code);
        if (count == null) {
            if (byCode.size() >= CODES_MAX) {
                return;
            }
            count = byCode.computeIfAbsent(code, unused -> new LongAdder());
        }
        count.increment();
    }

    /** Counts by code, sorted. */
    public Map<String, Long> byCode() {
        Map<String, Long> sorted = new TreeMap<>();
        byCode.forEach((code, count) -> sorted.put(code, count.sum()));
        return sorted;
    }

    /** All error replies. */
    public long total() {
        return total.sum();
    }

    void reset() {
        byCode.clear();
        total.reset();
    }
}
