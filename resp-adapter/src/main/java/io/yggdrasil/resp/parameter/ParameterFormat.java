package io.yggdrasil.resp.parameter;

/** What values a parameter takes and how CONFIG GET writes them. */
interface ParameterFormat {
    /**
     * The value as it is kept.
     *
     * @param text what the user gave
     * @param current the value until now, for formats that change a part
     * @throws IllegalArgumentException with Redis's reason when the text is no value
     */
    String read(String text, String current);

    /** What CONFIG GET writes for a kept value, where it does not tell all that is kept. */
    default String shown(String kept) {
        return kept;
    }

    /** The number behind a kept value; 0 for formats that are not numbers. */
    default long number(String kept) {
        return 0;
    }
}
