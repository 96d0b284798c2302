/**
 * Publish and subscribe.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.pubsub.PubSubCommands}. A published message leaves when its command, or
 * the transaction around it, has run. Counts are those of the node that is asked, as in a Redis cluster; in cluster mode
 * the commands of shard channels run on the node of the channel's slot.
 *
 * <p>Threads: handlers keep no state. Hot: PUBLISH.
 */
@NullMarked
package io.yggdrasil.resp.command.pubsub;

import org.jspecify.annotations.NullMarked;
