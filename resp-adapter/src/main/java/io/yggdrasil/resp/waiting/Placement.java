package io.yggdrasil.resp.waiting;

import io.yggdrasil.ignite.internals.EntryKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Where the keys are that a client waits for.
 *
 * @param here those of this node
 * @param elsewhere the others, by their owners
 */
record Placement(List<EntryKey> here, Map<UUID, List<EntryKey>> elsewhere) {}
