package io.yggdrasil.ignite.slot;

import java.nio.charset.StandardCharsets;

/** For every partition a hash tag that places keys there: keys that begin with it are in the partition. */
public final class PartitionTags {
    /** Length of a tag with its braces. */
    public static final int BYTES = 5;

    private static final byte[][] TAGS = find();

    private PartitionTags() {}

    /** The tag of a partition, in ASCII, with its braces. Not to be changed. */
    public static byte[] of(int partition) {
        return TAGS[partition];
    }

    private static byte[][] find() {
        byte[][] tags = new byte[Slots.PARTITIONS][];
        int missing = tags.length;
        for (int number = 0; missing > 0; number++) {
            byte[] tag = ("{" + Integer.toString(36 * 36 + number, 36) + "}").getBytes(StandardCharsets.US_ASCII);
            int partition = Slots.partition(Slots.slot(tag, 0, tag.length));
            if (tags[partition] == null) {
                tags[partition] = tag;
                missing--;
            }
        }
        return tags;
    }
}
