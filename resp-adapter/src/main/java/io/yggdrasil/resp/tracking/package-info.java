/**
 * Client-side caching: clients that keep what they have read are told when it changes.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.tracking.TrackingTable}, one a node. It knows what this node's clients have read;
 * of changes it hears from all nodes and by whatever door they come, through a {@link
 * io.yggdrasil.resp.tracking.ChangeSource}, which listens only once a client tracks keys.
 *
 * <p>Threads: any; nothing here blocks. Hot while keys are tracked: reads are remembered, changes looked up.
 */
@NullMarked
package io.yggdrasil.resp.tracking;

import org.jspecify.annotations.NullMarked;
