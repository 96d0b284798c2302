package io.yggdrasil.resp.replica;

import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.replica.LinkException.Cure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a replica says before a master sends it anything. */
final class Handshake {
    private static final String UNKNOWN_HISTORY = "?";

    private final MasterConnection master;
    private final Parameters parameters;

    Handshake(MasterConnection master, Parameters parameters) {
        this.master = master;
        this.parameters = parameters;
    }

    /**
     * A master's history.
     *
     * @param id 40 hexadecimal digits
     * @param offset a place in it, in bytes
     */
    record Place(String id, long offset) {}

    /**
     * What the master sends.
     *
     * @param isWhole all its keys first; else what follows the place that it was asked for
     * @param place from where on its commands come
     */
    record Answer(boolean isWhole, Place place) {}

    /**
     * Asks for what follows a place.
     *
     * @param port where this server listens, for the master to show
     * @param from the place; null: there is none, and everything is wanted
     */
    Answer ask(int port, @Nullable Place from) throws IOException {
        String ping = master.ask("PING");
        if (ping.startsWith("-") && !isRefusal(ping)) {
            throw refused("PING", ping);
        }
        authenticate();
        introduce("REPLCONF", "listening-port", announcedPort(port));
        if (!parameters.text("replica-announce-ip").isEmpty()) {
            introduce("REPLCONF", "ip-address", parameters.text("replica-announce-ip"));
        }
        introduce("REPLCONF", "capa", "eof", "capa", "psync2");
        return from == null
                ? answer(master.ask("PSYNC", UNKNOWN_HISTORY, "-1"), null)
                : answer(master.ask("PSYNC", from.id(), Long.toString(from.offset() + 1)), from);
    }

    private String announcedPort(int port) {
        long announced = parameters.number("replica-announce-port");
        return Long.toString(announced == 0 ? port : announced);
    }

    private static boolean isRefusal(String reply) {
        return reply.startsWith("-NOAUTH")
                || reply.startsWith("-NOPERM")
                || reply.startsWith("-ERR operation not permitted");
    }

    private void authenticate() throws IOException {
        String password = parameters.get("masterauth").kept();
        if (password.isEmpty()) {
            return;
        }
        String user = parameters.get("masteruser").kept();
        String reply = user.isEmpty() ? master.ask("AUTH", password) : master.ask("AUTH", user, password);
        if (reply.startsWith("-")) {
            throw new LinkException(Cure.RETRY, "the master refuses masteruser and masterauth: " + reply.substring(1));
        }
    }

    /** What older masters do not know of it is no error. */
    private void introduce(String... words) throws IOException {
        String reply = master.ask(words);
        if (isRefusal(reply)) {
            throw new LinkException(
                    Cure.RETRY, "the master wants other masteruser and masterauth: " + reply.substring(1));
        }
    }

    private static Answer answer(String reply, @Nullable Place from) throws LinkException {
        String[] words = reply.split(" ", -1);
        if (words[0].equals("+FULLRESYNC") && words.length == 3 && words[2].matches("\\d{1,18}")) {
            return new Answer(true, new Place(words[1], Long.parseLong(words[2])));
        }
        if (words[0].equals("+CONTINUE") && from != null) {
            return new Answer(false, words.length > 1 ? new Place(words[1], from.offset()) : from);
        }
        throw refused("PSYNC", reply);
    }

    private static LinkException refused(String request, String reply) {
        return new LinkException(
                Cure.RETRY,
                "the master answers " + request + " with: " + (reply.startsWith("-") ? reply.substring(1) : reply));
    }
}
