package io.yggdrasil.resp.state;

import io.yggdrasil.ignite.Namespaces;
import io.yggdrasil.ignite.Yggdrasil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteDataStreamer;

/** Stores many keys of one name through Ignite's data streamers, on whichever nodes they belong to. Blocks. */
final class Filling {
    private final Ignite ignite;
    private final Namespaces namespaces;
    private final int database;
    private final String prefix;
    private final int bytes;

    Filling(Ignite ignite, int database, String prefix, int bytes) {
        this.ignite = ignite;
        this.namespaces = Yggdrasil.of(ignite).namespaces();
        this.database = database;
        this.prefix = prefix;
        this.bytes = bytes;
    }

    void run(long count) {
        Map<String, IgniteDataStreamer<String, byte[]>> streamers = new HashMap<>();
        try {
            for (long i = 0; i < count; i++) {
                String key = prefix + ":" + i;
                byte[] name = key.getBytes(StandardCharsets.UTF_8);
                String cache = namespaces.of(database, name, 0, name.length).cacheName();
                streamers.computeIfAbsent(cache, ignite::dataStreamer).addData(key, value(i));
            }
        } finally {
            streamers.values().forEach(IgniteDataStreamer::close);
        }
    }

    private byte[] value(long number) {
        byte[] text = ("value:" + number).getBytes(StandardCharsets.US_ASCII);
        return bytes == 0 ? text : Arrays.copyOf(text, bytes);
    }
}
