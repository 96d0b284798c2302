/**
 * Which entries of a bounded store stay.
 *
 * <p>Purpose: choosing victims by use, with weights in bytes. Entry points: {@link
 * io.yggdrasil.tier.policy.PolicyKind#create} for an {@link io.yggdrasil.tier.policy.EvictionPolicy}, and {@link
 * io.yggdrasil.tier.policy.FrequencySketch}, which an arena may ask what is hot.
 *
 * <p>The default, {@link io.yggdrasil.tier.policy.PolicyKind#ADAPTIVE}, runs small copies of W-TinyLFU, S3-FIFO, ARC
 * and LRU on a sample of the keys and does as the best of them. SIEVE and LFU take no part in that race: a race with
 * SIEVE did worse on the traces that it was tuned with, LFU was only tried together with it. Over the traces of
 * Caffeine's simulator, three sizes each, the default is within 0.5 points of the best of all policies in 84 of 90
 * cases; the README has the table, {@code yggdrasil simulate} makes it.
 *
 * <p>Threads: a policy has one owner; the sketch may be used by any number of threads. Hot: no operation allocates once the
 * arrays have their size.
 */
@NullMarked
package io.yggdrasil.tier.policy;

import org.jspecify.annotations.NullMarked;
