package io.yggdrasil.resp.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param key what was set
 * @param value to which value, empty where there is none
 * @param source where: a file with its line, a variable, an option
 * @param complaint what is allowed instead
 */
public record Mistake(String key, String value, String source, String complaint) {
    @Override
    public String toString() {
        return (value.isEmpty() ? key : key + " = " + value) + "  (" + source + "): " + complaint;
    }
}
