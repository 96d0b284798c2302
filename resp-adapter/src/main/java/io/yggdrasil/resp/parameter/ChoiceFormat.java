package io.yggdrasil.resp.parameter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One word of a list in any case, or several words for parameters that are sets of them. */
record ChoiceFormat(List<String> words, boolean several) implements ParameterFormat {
    static final ParameterFormat YES_NO = new ParameterFormat() {
        @Override
        public String read(String text, String current) {
            if (text.equalsIgnoreCase("yes") || text.equalsIgnoreCase("no")) {
                return text.toLowerCase(Locale.ROOT);
            }
            throw new IllegalArgumentException("argument must be 'yes' or 'no'");
        }

        @Override
        public long number(String kept) {
            return kept.equals("yes") ? 1 : 0;
        }
    };

    static ChoiceFormat one(String... words) {
        return new ChoiceFormat(List.of(words), false);
    }

    /** Words that may be given together, except the first, which means none of the others. */
    static ChoiceFormat several(String... words) {
        return new ChoiceFormat(List.of(words), true);
    }

    @Override
    public String read(String text, String current) {
        List<String> given = several ? Arrays.asList(text.trim().split(" +")) : List.of(text);
        List<String> found = words.stream()
                .filter(word -> given.stream().anyMatch(word::equalsIgnoreCase))
                .toList();
        boolean allKnown = given.stream().allMatch(word -> words.stream().anyMatch(word::equalsIgnoreCase));
        if (found.isEmpty() || !allKnown) {
            throw new IllegalArgumentException("argument(s) must be one of the following: " + String.join(", ", words));
        }
        if (!several) {
            return found.get(0);
        }
        if (found.contains("save") && found.contains("nosave")) {
            throw new IllegalArgumentException("shutdown options SAVE and NOSAVE can't be used simultaneously");
        }
        List<String> set =
                found.stream().filter(word -> !word.equals(words.get(0))).toList();
        return set.isEmpty() ? words.get(0) : String.join(" ", set);
    }

    @Override
    public long number(String kept) {
        return words.indexOf(kept);
    }
}
