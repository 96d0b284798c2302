package io.yggdrasil.resp.command.hyperloglog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashes equal those of the reference implementation in C, for every length of the last word. */
final class MurmurHash64ATest {
    @ParameterizedTest
    @CsvSource({
        "'', d8dfea6585bc9732",
        "'a', 53d2470a9b43b1a7",
        "'ab', 0eaed676437142cf",
        "'abc', 77ec90aeb374e502",
        "'abcd', b079ee3d44202b3e",
        "'abcde', 52a7daa2324a0e8e",
        "'abcdef', 3a4f3a74f538b54f",
        "'abcdefg', 22fe613bb08c9602",
        "'abcdefgh', f3a65df559914567",
        "'abcdefghi', 834fba4d9152daf7",
        "'abcdefghij', ce00afbfdbd6efc4",
        "'abcdefghijk', 0f85070a21c57729",
        "'abcdefghijkl', 197f9775ba8c25df",
        "'abcdefghijklm', 28904e1bbb8963c5",
        "'abcdefghijklmn', 4311344e4c269641",
        "'abcdefghijklmno', 10350863b35a3059",
        "'abcdefghijklmnop', d006e2f88c34e470",
        "'abcdefghijklmnopq', 876ed29fb39e50af",
        "'abcdefghijklmnopqr', 855c2733bd02b7c3",
        "'abcdefghijklmnopqrs', d2d58a07831e6dfe",
        "'abcdefghijklmnopqrsé', 1a036cfde3d12501"
    })
    void hash_equalsTheReference(String text, String hex) {
        byte[] bytes = ("#" + text).getBytes(StandardCharsets.UTF_8);
        assertEquals(Long.parseUnsignedLong(hex, 16), MurmurHash64A.hash(bytes, 1, bytes.length - 1));
    }
}
