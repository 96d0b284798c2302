package io.yggdrasil.resp.command.cluster;

import java.util.ArrayList;
import java.util.List;

/** The nodes of the cluster and the slots that each serves, as this node sees them. Any thread; never blocks. */
public interface ClusterMap {
    /** Number of hash slots. */
    int SLOTS = 16384;

    /** The cluster now. */
    View view();

    /** Messages that this node has sent to others. */
    long messagesSent();

    /** Messages that this node has received from others. */
    long messagesReceived();

    /**
     * A node that serves clients.
     *
     * @param id 40 hexadecimal digits; the same after a restart where the node keeps its data
     * @param shard as {@code id}, for the node and its copies
     * @param host address for clients
     * @param port port for clients
     * @param busPort port for nodes
     * @param epoch a number that differs for each node; a node that joined later has a higher one
     * @param joinedMillis when it joined, in milliseconds since 1970
     */
    record Member(String id, String shard, String host, int port, int busPort, long epoch, long joinedMillis) {}

    /**
     * Slots from {@code first} to {@code last}.
     *
     * @param first the first slot
     * @param last the last slot
     */
    record SlotRange(int first, int last) {}

    /**
     * The cluster at one time. Immutable.
     *
     * @param epoch grows whenever nodes come or go
     * @param members nodes in the order in which they joined
     * @param self index of this node
     * @param owners index of each slot's node, by slot; -1 where no serving node has it
     */
    record View(long epoch, List<Member> members, int self, int[] owners) {
        /** The slots of a member, in as few ranges as possible. */
        public List<SlotRange> ranges(int member) {
            List<SlotRange> ranges = new ArrayList<>();
            int first = -1;
            for (int slot = 0; slot <= SLOTS; slot++) {
                boolean owned = slot < SLOTS && owners[slot] == member;
                if (owned && first < 0) {
                    first = slot;
                } else if (!owned && first >= 0) {
                    ranges.add(new SlotRange(first, slot - 1));
                    first = -1;
                }
            }
            return ranges;
        }

        /** Number of slots that a serving node has. */
        public int served() {
            int served = 0;
            for (int owner : owners) {
                served += owner >= 0 ? 1 : 0;
            }
            return served;
        }

        /** The member with the given id, or null. */
        public @org.jspecify.annotations.Nullable Member find(String id) {
            return members.stream()
                    .filter(member -> member.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }
    }
}
