/**
 * Messages and who gets them: channels, patterns and shard channels of one node, and the way to the other nodes.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.pubsub.PubSub}. A message that is published on any node reaches the subscribers
 * of every node, those of one publisher in its order, at most once: it is lost for a node that cannot be reached, and a
 * client that does not read is disconnected at its output limit.
 *
 * <p>Threads: any; nothing here blocks. Hot: publishing.
 */
@NullMarked
package io.yggdrasil.resp.pubsub;

import org.jspecify.annotations.NullMarked;
