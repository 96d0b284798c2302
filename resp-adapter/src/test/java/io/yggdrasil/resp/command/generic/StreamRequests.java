package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.command.Dice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests that make a stream with removed entries, groups, consumers and what they have pending. */
final class StreamRequests {
    private final Dice dice;
    private final String key;
    private final List<byte[][]> requests = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    StreamRequests(Dice dice, String key) {
        this.dice = dice;
        this.key = key;
    }

    List<byte[][]> all() {
        add("XGROUP", "CREATE", key, "empty", "0", "MKSTREAM");
        entries(dice.below(dice.chance(30) ? 300 : 30));
        for (int left = dice.below(4); left > 0; left--) {
            group("group" + left);
        }
        for (int left = dice.below(4); left > 0 && !ids.isEmpty(); left--) {
            add("XDEL", key, id());
        }
        if (dice.chance(20)) {
            add("XTRIM", key, "MAXLEN", dice.oneOf("0", "5", "40"));
        }
        if (dice.chance(20)) {
            String last = "18446744073709551615-18446744073709551614";
            add("XSETID", key, last, "ENTRIESADDED", "1000", "MAXDELETEDID", last);
        }
        return requests;
    }

    private void add(Object... words) {
        requests.add(Dice.request(words));
    }

    private String id() {
        return ids.get(dice.below(ids.size()));
    }

    private void entries(int count) {
        long millis = dice.chance(20) ? Long.MAX_VALUE - 3 : dice.below(1000); // From there on the sign is another.
        for (int i = 0; i < count; i++) {
            millis += dice.below(3);
            String id = Long.toUnsignedString(millis) + "-" + (i + 1);
            ids.add(id);
            List<Object> words = new ArrayList<>(List.of("XADD", key, id));
            int names = dice.chance(80) ? 2 : dice.below(5) + 1;
            for (int name = 0; name < names; name++) {
                words.add(dice.chance(90) ? "name" + name : new String(dice.text(3), StandardCharsets.US_ASCII));
                words.add(value(i));
            }
            requests.add(Dice.request(words));
        }
    }

    private Object value(int i) {
        return switch (dice.below(4)) {
            case 0 -> Long.toString((long) dice.below(Integer.MAX_VALUE) * (dice.chance(50) ? -i : i));
            case 1 -> "x".repeat(dice.below(dice.chance(90) ? 90 : 20_000));
            case 2 -> dice.value();
            default -> Integer.toString(i);
        };
    }

    private void group(String name) {
        add("XGROUP", "CREATE", key, name, ids.isEmpty() || dice.chance(60) ? "0" : id());
        add("XGROUP", "CREATECONSUMER", key, name, "idle");
        for (int left = dice.below(5); left > 0; left--) {
            String consumer = dice.oneOf("c1", "c2", "12", "");
            String count = Integer.toString(dice.below(30) + 1);
            add("XREADGROUP", "GROUP", name, consumer, "COUNT", count, "STREAMS", key, ">");
            if (!ids.isEmpty()) {
                add("XACK", key, name, id());
                add("XCLAIM", key, name, "c3", "0", id(), "TIME", "1000000", "RETRYCOUNT", dice.oneOf("7", "70000"));
            }
        }
    }
}
