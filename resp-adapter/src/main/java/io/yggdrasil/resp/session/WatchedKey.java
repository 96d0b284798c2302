package io.yggdrasil.resp.session;

import io.yggdrasil.resp.keyspace.Key;
import io.yggdrasil.resp.keyspace.KeyVersion;

/**
 * A key under WATCH and what it was then.
 *
 * @param database its database
 * @param key the key; owns its bytes
 * @param version what it was
 */
public record WatchedKey(int database, Key key, KeyVersion version) {}
