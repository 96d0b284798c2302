package io.yggdrasil.resp.session;

import io.yggdrasil.resp.keyspace.Key;
import org.jspecify.annotations.Nullable;

/**
 * A key under WATCH and the version that it had then.
 *
 * @param database its database
 * @param key the key; owns its bytes
 * @param version the keyspace's token; null when there was no such key
 */
public record WatchedKey(int database, Key key, @Nullable Object version) {}
