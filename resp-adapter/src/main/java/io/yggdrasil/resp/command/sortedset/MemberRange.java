package io.yggdrasil.resp.command.sortedset;

import io.yggdrasil.resp.collection.ScoredMembers;

/** Which members a command is about: those that stand next to each other in places {@code from} to {@code to}. */
interface MemberRange {
    /** The first place. */
    long from(ScoredMembers members);

    /** The place behind the last; not more than {@link #from} when there are none. */
    long to(ScoredMembers members);
}
