package io.yggdrasil.resp.parameter;

/**
 * A parameter of Redis of which one value only is there yet. The others are refused with the reason, for an OK would promise
 * what does not happen.
 *
 * @param format what Redis takes
 * @param there the value that is there
 * @param reason why no other is
 */
record NotYetFormat(ParameterFormat format, String there, String reason) implements ParameterFormat {
    @Override
    public String read(String text, String current) {
        String value = format.read(text, current);
        if (!value.equals(there)) {
            throw new IllegalArgumentException(reason + ": only '" + there + "' can be set");
        }
        return value;
    }

    @Override
    public long number(String kept) {
        return format.number(kept);
    }
}
