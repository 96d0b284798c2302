package io.yggdrasil.resp.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param key what was set: a key, a variable or an option of the command line
 * @param value to which value, empty where there is none
 * @param source where: a file with its line, a variable, an option
 * @param complaint what is allowed instead
 */
public record Mistake(String key, String value, String source, String complaint) {
    private static final String OPTION = "--";

    @Override
    public String toString() {
        String equals = key.startsWith(OPTION) ? " " : " = ";
        return (value.isEmpty() ? key : key + equals + value) + "  (" + source + "): " + complaint;
    }
}
