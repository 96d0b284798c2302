/**
 * Commands on keys whatever they hold, and on databases as a whole.
 *
 * <p>Entry point: {@link io.yggdrasil.resp.command.generic.GenericCommands}; one class a theme beside it (keys, expiry,
 * scans, databases, OBJECT, WAIT). Threads: handlers keep no state. Hot: DEL, EXISTS, EXPIRE, TTL.
 */
@NullMarked
package io.yggdrasil.resp.command.generic;

import org.jspecify.annotations.NullMarked;
