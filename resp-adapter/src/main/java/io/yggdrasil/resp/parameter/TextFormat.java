package io.yggdrasil.resp.parameter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Free text and the small languages of single parameters. */
class TextFormat implements ParameterFormat {
    /** Any text. */
    static final TextFormat ANY = new TextFormat(text -> text);

    /** A file's name, without a folder. */
    static final TextFormat FILE_NAME = new TextFormat(text -> {
        if (text.indexOf('/') >= 0) {
            throw new IllegalArgumentException("dbfilename can't be a path, just a filename");
        }
        return text;
    });

    /** A folder that exists. */
    static final TextFormat FOLDER = new TextFormat(text -> {
        Path path = Path.of(text);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException(Files.exists(path) ? "Not a directory" : "No such file or directory");
        }
        return path.toAbsolutePath().normalize().toString();
    });

    /** Pairs of seconds and changes. */
    static final TextFormat SAVE_POINTS = new TextFormat(TextFormat::savePoints);

    /** Classes of keyspace notifications. */
    static final TextFormat EVENT_CLASSES = new TextFormat(TextFormat::eventClasses) {
        @Override
        public String shown(String kept) {
            return kept.replace("An", "A"); // As Redis, which announces new keys then all the same.
        }
    };

    /** Percentiles of INFO latencystats. */
    static final TextFormat PERCENTILES = new TextFormat(TextFormat::percentiles);

    /** Three numbers of the kernel's out-of-memory score. */
    static final TextFormat OOM_SCORES = new TextFormat(TextFormat::oomScores);

    private static final String ALL_CLASSES = "g$lshzxetd";
    private static final String CLASSES_IN_ORDER = "g$lshzxetdn";

    private final UnaryOperator<String> reader;

    private TextFormat(UnaryOperator<String> reader) {
        this.reader = reader;
    }

    @Override
    public String read(String text, String current) {
        return reader.apply(text);
    }

    private static String savePoints(String text) {
        if (text.isEmpty()) {
            return "";
        }
        String[] numbers = text.split(" ", -1);
        boolean valid = numbers.length % 2 == 0;
        for (int i = 0; i < numbers.length && valid; i++) {
            Long value = whole(numbers[i]);
            valid = value != null && value >= (i % 2 == 0 ? 1 : 0);
        }
        if (!valid) {
            throw new IllegalArgumentException("Invalid save parameters");
        }
        return String.join(" ", numbers);
    }

    private static String oomScores(String text) {
        String[] numbers = text.split(" ", -1);
        if (numbers.length != 3) {
            throw new IllegalArgumentException("wrong number of arguments");
        }
        for (String number : numbers) {
            Long value = whole(number);
            if (value == null || value < -2000 || value > 2000) {
                throw new IllegalArgumentException(
                        "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
            }
        }
        return text;
    }

    private static @org.jspecify.annotations.Nullable Long whole(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String eventClasses(String text) {
        for (char c : text.toCharArray()) {
            if ("Ag$lshzxeKEtmdn".indexOf(c) < 0) {
                throw new IllegalArgumentException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
            }
        }
        boolean all = text.indexOf('A') >= 0 || ALL_CLASSES.chars().allMatch(c -> text.indexOf(c) >= 0);
        StringBuilder kept = new StringBuilder();
        if (all) {
            kept.append('A');
            appendPresent(text, "n", kept);
        } else {
            appendPresent(text, CLASSES_IN_ORDER, kept);
        }
        appendPresent(text, "KEm", kept);
        return kept.toString();
    }

    private static void appendPresent(String text, String classes, StringBuilder out) {
        classes.chars().filter(c -> text.indexOf(c) >= 0).forEach(c -> out.append((char) c));
    }

    private static String percentiles(String text) {
        if (text.isEmpty()) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            double value;
            try {
                value = Double.parseDouble(word);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("Invalid latency-tracking-info-percentiles parameters", e);
            }
            if (!(value >= 0 && value <= 100)) {
                throw new IllegalArgumentException(
                        "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
            }
            kept.append(kept.isEmpty() ? "" : " ").append(Percentile.text(value));
        }
        return kept.toString();
    }
}
