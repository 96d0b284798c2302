package io.yggdrasil.tier.region;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0b",
        "1, 1b",
        "1023, 1023b",
        "1024, 1kb",
        "1048576, 1mb",
        "536870912, 512mb",
        "1071644672, 1022mb",
        "1073741824, 1gb",
        "1073741825, 1.0gb",
        "11771535360, 10.9gb",
        "4119695360, 3.8gb",
        "1125899906842624, 1024tb",
        "9223372036854775807, 8388607tb",
    })
    void text_bytes_isShort(long bytes, String text) {
        assertEquals(text, ByteSize.text(bytes));
    }
}
