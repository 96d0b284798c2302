package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.acl.UserDraft.UnmatchedException;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.wire.Latin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file with a line {@code user NAME RULES} for each user, as Redis reads and writes it: {@code aclfile}. */
public final class AclFile {
    private final String name;
    private final Path path;

    /** The file of the name; relative to the folder that the process was started in. */
    public AclFile(String name) {
        this.name = name;
        this.path = Path.of(name).toAbsolutePath();
    }

    /** The users of the file cannot be read; the message names each line that is wrong, as Redis does. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** The users in the file, none left out. */
    List<User> read(CommandTable table, boolean allChannels) throws UnreadableException {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UnreadableException("Error loading ACLs, opening file '" + name + "': " + reason(e));
        }
        Reading reading = new Reading(table, allChannels);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            reading.read(line.strip(), number);
        }
        if (!reading.errors.isEmpty()) {
            throw new UnreadableException(reading.errors
                    + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed");
        }
        return new ArrayList<>(reading.users.values());
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        return e instanceof AccessDeniedException ? "Permission denied" : String.valueOf(e.getMessage());
    }

    /** What the lines so far have given. */
    private final class Reading {
        private final CommandTable table;
        private final boolean allChannels;
        private final Map<String, User> users = new LinkedHashMap<>();
        private final StringBuilder errors = new StringBuilder();

        Reading(CommandTable table, boolean allChannels) {
            this.table = table;
            this.allChannels = allChannels;
        }

        void read(String line, int number) {
            if (line.isEmpty()) {
                return;
            }
            List<String> words = Arrays.asList(line.split(" ", -1));
            String place = name + ":" + number;
            if (!words.get(0).equals("user") || words.size() < 2) {
                errors.append(place).append(" should start with user keyword followed by the username. ");
                return;
            }
            String user = words.get(1);
            if (Latin.hasBlanks(user)) {
                errors.append('\'').append(place).append(": username '");
                errors.append(Latin.shown(user)).append("' contains invalid characters. ");
            } else if (users.containsKey(user)) {
                errors.append("WARNING: Duplicate user '").append(Latin.shown(user));
                errors.append("' found on line ").append(number).append(". ");
            } else {
                users.put(user, user(user, words.subList(2, words.size()), place));
            }
        }

        private User user(String user, List<String> rules, String place) {
            UserDraft draft = new UserDraft(table, allChannels);
            try {
                boolean told = false;
                for (String rule : UserDraft.joined(rules)) {
                    told |= !apply(draft, rule.strip(), place, told);
                }
            } catch (UnmatchedException e) {
                errors.append(place).append(": Unmatched parenthesis in selector definition.");
            }
            return draft.build(user);
        }

        /** Of several errors in a line only the first is told, and each unknown command. */
        private boolean apply(UserDraft draft, String rule, String place, boolean told) {
            try {
                draft.apply(rule);
                return true;
            } catch (RuleException e) {
                if (e.isOfUnknownCommand()) {
                    errors.append(place).append(": Error in applying operation '");
                    errors.append(Latin.shown(rule))
                            .append("': ")
                            .append(e.text())
                            .append(". ");
                    return true;
                }
                if (!told) {
                    errors.append(place).append(": ").append(e.text()).append(". ");
                }
                return false;
            }
        }
    }

    /** Writes the users to the file, whole or not at all, and returns when they are on the disk. */
    public void write(Collection<User> users) throws IOException {
        StringBuilder text = new StringBuilder();
        users.forEach(user -> text.append(user.line()).append('\n'));
        Path folder = path.getParent();
        if (folder == null) {
            throw new IOException(name + " is no file");
        }
        Path temporary = Files.createTempFile(folder, path.getFileName() + ".tmp-", "");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(Latin.bytes(text.toString()));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
