package io.yggdrasil.resp.script;

import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.command.ScriptHabit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One script.
 *
 * @param sha its name: the SHA-1 of the body, 40 lower-case hexadecimal digits
 * @param body what the client sent
 * @param code what Lua compiles: the body without its first line's {@code #!}
 * @param declaresFlags whether a {@code #!} line says what the script does; without one it may do all as before Redis 7
 * @param flags what that line says
 * @param isFrugal whether it is brief and has Lua allocate little of its own accord
 * @param habit what its code and its runs tell of how it runs
 */
public record Script(
        String sha,
        byte[] body,
        byte[] code,
        boolean declaresFlags,
        Set<ScriptFlag> flags,
        boolean isFrugal,
        ScriptHabit habit) {
    /**
     * Reads a script's first line. A {@link RedisException} says what is wrong with it.
     *
     * @param quick whether a command, by its name, takes no longer than an event loop may
     */
    public static Script of(byte[] body, Predicate<String> quick) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            return of(body, body, false, Set.of(), quick);
        }
        int end = firstLineEnd(text);
        Set<ScriptFlag> flags = flags(text.substring(0, end).trim().split("\\s+"));
        byte[] code = text.substring(end).getBytes(StandardCharsets.ISO_8859_1);
        return of(body, code, true, flags, quick);
    }

    /** Whether a body's first line says that the script changes nothing; not if there is something wrong with that line. */
    public static boolean declaresNoWrites(byte[] body) {
        if (body.length < 2 || body[0] != '#' || body[1] != '!') {
            return false;
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        try {
            return flags(text.substring(0, firstLineEnd(text)).trim().split("\\s+"))
                    .contains(ScriptFlag.NO_WRITES);
        } catch (RedisException e) {
            return false; // The command says what is wrong, when it runs.
        }
    }

    private static int firstLineEnd(String text) {
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new RedisException("ERR Invalid script shebang");
        }
        return end;
    }

    private static Script of(
            byte[] body, byte[] code, boolean declaresFlags, Set<ScriptFlag> flags, Predicate<String> quick) {
        StraightCode straight = StraightCode.of(code);
        boolean brief = straight != null && straight.commands().stream().allMatch(quick);
        boolean frugal = straight != null && brief && straight.isFrugal();
        return new Script(sha(body), body, code, declaresFlags, flags, frugal, new ScriptHabit(brief));
    }

    private static Set<ScriptFlag> flags(String[] words) {
        if (!words[0].equals("#!lua")) {
            throw new RedisException("ERR Unexpected engine in script shebang: " + words[0]);
        }
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (int i = 1; i < words.length; i++) {
            if (!words[i].startsWith("flags=")) {
                throw new RedisException("ERR Unknown lua shebang option: " + words[i]);
            }
            String list = words[i].substring("flags=".length());
            for (String name : list.isEmpty() ? new String[0] : list.split(",", -1)) {
                flags.add(flag(name));
            }
        }
        return flags;
    }

    private static ScriptFlag flag(String name) {
        ScriptFlag flag = ScriptFlag.of(name);
        if (flag == null) {
            throw new RedisException("ERR Unexpected flag in script shebang: " + name);
        }
        return flag;
    }

    /** The SHA-1 of some bytes in lower-case hexadecimal digits. */
    public static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Whether the script has the flag. */
    public boolean has(ScriptFlag flag) {
        return flags.contains(flag);
    }
}
