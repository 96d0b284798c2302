package io.yggdrasil.resp.collection;

/**
 * An entry that was delivered to a consumer and not acknowledged so far.
 *
 * @param id the entry's, which may have been deleted meanwhile
 * @param consumer the {@linkplain StreamConsumer#number number} of who has it
 * @param deliveredMillis when it was delivered last, milliseconds since 1970
 * @param deliveries how often it was delivered
 */
public record PendingEntry(StreamId id, int consumer, long deliveredMillis, long deliveries) {}
