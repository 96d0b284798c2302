package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The three numbers agree with those that Redis derives from its key specs. */
final class KeyRangeTest {
    private static String numbers(KeySpec... specs) {
        KeyRange range = KeyRange.of(List.of(specs));
        return range.first() + " " + range.last() + " " + range.step() + (range.isPartial() ? " partial" : "");
    }

    @Test
    void of_oneRange_isThatRange() {
        assertEquals("0 0 0", numbers());
        assertEquals("1 1 1", numbers(KeySpec.at(1)));
        assertEquals("1 -1 2", numbers(KeySpec.range(1, -1, 2)));
        assertEquals("1 2 1", numbers(KeySpec.range(1, 1, 1)));
        assertEquals("1 1 1 partial", numbers(KeySpec.at(1, KeySpec.Flag.INCOMPLETE)));
    }

    @Test
    void of_rangesInARow_isTheirUnion() {
        assertEquals("2 -1 1", numbers(KeySpec.at(2), KeySpec.range(3, -1, 1)));
        assertEquals("1 2 1", numbers(KeySpec.at(1), KeySpec.at(2)));
    }

    @Test
    void of_whatNumbersCannotTell_isPartial() {
        assertEquals("0 0 0 partial", numbers(KeySpec.counted(1)));
        assertEquals("1 1 1 partial", numbers(KeySpec.at(1), KeySpec.counted(2)));
        assertEquals("1 1 1 partial", numbers(KeySpec.at(1), KeySpec.at(3)));
        assertEquals("1 1 1 partial", numbers(KeySpec.at(1), KeySpec.after("STORE", 6, 0, 1, 0)));
    }
}
