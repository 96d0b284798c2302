package io.yggdrasil.resp.waiting;

import io.yggdrasil.resp.server.RawClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Several clients of one server, which say things in turn, and what they are told. */
public final class Talk implements AutoCloseable {
    private static final long DEADLINE_NANOS = 30_000_000_000L;
    private static final Pattern ID = Pattern.compile("\\$(\\w+)");
    private static final Pattern BLOCKED = Pattern.compile("blocked_clients:(\\d+)");

    private final int port;
    private final Map<String, RawClient> clients = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final RawClient control;

    /** Begins a talk with the server at a port of this machine. */
    public Talk(int port) {
        this.port = port;
        this.control = new RawClient(port);
    }

    /**
     * Runs steps and returns every reply that was read, with the step that read it.
     *
     * <p>A step is {@code name: command} (sent), {@code name?} (one reply is read), {@code name! command} (both),
     * {@code name~ command} (both, but the reply is not returned), {@code blocked n} (waits until so many clients wait) or {@code leave name}. {@code $name} in a command is that
     * client's number.
     */
    public List<String> run(String... steps) {
        List<String> told = new ArrayList<>();
        for (String step : steps) {
            if (step.startsWith("blocked ")) {
                awaitBlocked(Integer.parseInt(step.substring(8)));
            } else if (step.startsWith("leave ")) {
                clients.remove(step.substring(6)).close();
            } else if (step.endsWith("?")) {
                told.add(step + " " + read(client(step.substring(0, step.length() - 1))));
            } else {
                String name = step.split("[:!~]", 2)[0];
                client(name).send(numbered(step.substring(name.length() + 1).trim()) + "\r\n");
                if (step.charAt(name.length()) == '!') {
                    told.add(step + " " + read(client(name)));
                } else if (step.charAt(name.length()) == '~') {
                    read(client(name));
                }
            }
        }
        return told;
    }

    private RawClient client(String name) {
        return clients.computeIfAbsent(name, fresh -> {
            RawClient client = new RawClient(port).send("CLIENT ID\r\n");
            ids.put(fresh, client.line().substring(1));
            return client;
        });
    }

    private String numbered(String command) {
        return ID.matcher(command).replaceAll(match -> {
            client(match.group(1));
            return ids.get(match.group(1));
        });
    }

    /** Waits until exactly so many clients wait. */
    public void awaitBlocked(int count) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        for (int now = blocked(); now != count; now = blocked()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 s: " + count + " clients wait, but " + now + " do");
            }
        }
    }

    /** How many clients wait, as the server says. */
    public int blocked() {
        Matcher found = BLOCKED.matcher(say("INFO clients"));
        if (!found.find()) {
            throw new AssertionError("INFO does not tell blocked_clients");
        }
        return Integer.parseInt(found.group(1));
    }

    /** Has a client of its own say something, and returns what it is told. */
    public String say(String command) {
        control.send(command + "\r\n");
        return read(control);
    }

    /** Reads one reply. */
    public static String read(RawClient client) {
        String line = client.line();
        int count;
        switch (line.charAt(0)) {
            case '$':
                count = Integer.parseInt(line.substring(1));
                if (count < 0) {
                    return line;
                }
                String text = client.read(count);
                client.read(2);
                return text;
            case '*':
            case '%':
                count = Integer.parseInt(line.substring(1)) * (line.charAt(0) == '%' ? 2 : 1);
                if (count < 0) {
                    return line;
                }
                List<String> elements = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    elements.add(read(client));
                }
                return elements.toString();
            default:
                return line;
        }
    }

    @Override
    public void close() {
        clients.values().forEach(RawClient::close);
        control.close();
    }
}
