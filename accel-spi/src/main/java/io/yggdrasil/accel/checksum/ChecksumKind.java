package io.yggdrasil.accel.checksum;

/** Which number. */
public enum ChecksumKind {
    /** 32 bits, polynomial 0x1edc6f41 (Castagnoli), as in RFC 3720, appendix B.4. */
    CRC32C,
    /** XXH3, 64 bits, seed 0. */
    XXH3
}
