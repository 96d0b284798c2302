/**
 * Users and what they may do: the ACL of Redis 7.2.
 *
 * <p>Purpose: rules become users ({@link io.yggdrasil.resp.acl.UserDraft}), users judge requests, and what is refused is
 * remembered ({@link io.yggdrasil.resp.acl.AccessLog}). Entry point: {@link io.yggdrasil.resp.acl.Users}. All of a set of
 * users is one text in a {@link io.yggdrasil.resp.acl.UserStore}; in a grid all nodes share it.
 *
 * <p>Names of users, keys, channels and patterns are bytes: here they are strings of one character a byte ({@link
 * io.yggdrasil.resp.wire.Latin}).
 *
 * <p>Threads: any; users and sets of users are immutable. Hot: {@link io.yggdrasil.resp.acl.Users#refusal}, one volatile
 * read for clients that may do everything, and without garbage for users who may name all keys and channels.
 */
@NullMarked
package io.yggdrasil.resp.acl;

import org.jspecify.annotations.NullMarked;
