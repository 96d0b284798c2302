package io.yggdrasil.resp.acl;

import io.yggdrasil.resp.acl.Denial.Reason;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.Glob;
import io.yggdrasil.resp.command.KeyPositions;
import io.yggdrasil.resp.command.KeySpec.Flag;
import io.yggdrasil.resp.command.KeyUse;
import io.yggdrasil.resp.wire.Latin;
import io.yggdrasil.resp.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Commands, keys and channels that go together: a request is allowed when one selector of its user allows all of it. */
public final class Selector {
    private final AllowedCommands commands;
    private final boolean allKeys;
    private final List<KeyPattern> keys;
    private final boolean allChannels;
    private final List<String> channels;
    private final List<Glob> channelGlobs;

    /** Makes it of what it allows; patterns are none where all is allowed. */
    Selector(
            AllowedCommands commands,
            boolean allKeys,
            List<KeyPattern> keys,
            boolean allChannels,
            List<String> channels) {
        this.commands = commands;
        this.allKeys = allKeys;
        this.keys = List.copyOf(keys);
        this.allChannels = allChannels;
        this.channels = List.copyOf(channels);
        this.channelGlobs = channels.stream()
                .map(pattern -> new Glob(Latin.bytes(pattern), false))
                .toList();
    }

    AllowedCommands commands() {
        return commands;
    }

    boolean hasAllKeys() {
        return allKeys;
    }

    List<KeyPattern> keyPatterns() {
        return keys;
    }

    boolean hasAllChannels() {
        return allChannels;
    }

    List<String> channelPatterns() {
        return channels;
    }

    /** Whether it allows everything. */
    boolean isUnlimited() {
        return commands.areAll() && allKeys && allChannels;
    }

    // What it allows.

    /** Whether it allows the command, whatever its keys and channels. */
    boolean allowsCommand(Command command, Request request) {
        return commands.allow(command, request);
    }

    /** {@link Denial#NONE} when every key of the request may be used as the command uses it. */
    long judgeKeys(Command command, Request request, KeyPositions positions) {
        for (int i = 0; i < positions.count(); i++) {
            int at = positions.index(i);
            Set<Flag> use = KeyUse.flags(command, request, positions.spec(i));
            boolean writes = use.contains(Flag.INSERT) || use.contains(Flag.DELETE) || use.contains(Flag.UPDATE);
            if (!allowsKey(request, at, use.contains(Flag.ACCESS), writes)) {
                return Denial.of(Reason.KEY, at);
            }
        }
        return Denial.NONE;
    }

    private boolean allowsKey(Request request, int at, boolean reads, boolean writes) {
        for (KeyPattern pattern : keys) {
            if (pattern.grants(reads, writes) && matches(pattern.glob(), request, at)) {
                return true;
            }
        }
        return false;
    }

    /** As in Redis, an empty name fits an empty pattern only: none of stars. */
    private static boolean matches(Glob glob, Request request, int at) {
        int length = request.length(at);
        return length == 0 ? glob.isEmpty() : glob.matches(request.buffer(), request.offset(at), length);
    }

    /** Whether every key there may be can be read. */
    boolean readsAllKeys() {
        return allKeys
                || keys.stream()
                        .anyMatch(pattern -> pattern.reads() && pattern.text().equals("*"));
    }

    /** {@link Denial#NONE} when every channel of the request may be used. */
    long judgeChannels(Command command, Request request) {
        if (allChannels) {
            return Denial.NONE;
        }
        boolean pattern = command.fullName().equals("psubscribe");
        int end = ChannelUse.end(command, request);
        for (int at = ChannelUse.FIRST; at < end; at++) {
            if (!(pattern ? channels.contains(Latin.of(request, at)) : matchesChannel(request, at))) {
                return Denial.of(Reason.CHANNEL, at);
            }
        }
        return Denial.NONE;
    }

    private boolean matchesChannel(Request request, int at) {
        for (Glob glob : channelGlobs) {
            if (matches(glob, request, at)) {
                return true;
            }
        }
        return false;
    }

    // How it is written.

    /** The keys as GETUSER tells them. */
    public String shownKeys() {
        return allKeys ? "~*" : keys.stream().map(KeyPattern::shown).collect(Collectors.joining(" "));
    }

    /** The channels as GETUSER tells them. */
    public String shownChannels() {
        return allChannels
                ? "&*"
                : channels.stream().map(pattern -> "&" + pattern).collect(Collectors.joining(" "));
    }

    /** The commands as GETUSER tells them. */
    public String shownCommands() {
        return commands.shown();
    }

    /** All of it as LIST tells it. */
    String shown() {
        StringBuilder out = new StringBuilder(shownKeys());
        if (!out.isEmpty()) {
            out.append(' ');
        }
        if (allChannels) {
            out.append("&* ");
        } else {
            out.append("resetchannels ");
            channels.forEach(pattern -> out.append('&').append(pattern).append(' '));
        }
        return out.append(commands.shown()).toString();
    }

    /** The rules that make it out of an empty one. */
    List<String> kept() {
        List<String> rules = new ArrayList<>();
        if (allKeys) {
            rules.add("allkeys");
        }
        keys.forEach(pattern -> rules.add(pattern.kept()));
        if (allChannels) {
            rules.add("allchannels");
        }
        channels.forEach(pattern -> rules.add("&" + pattern));
        rules.add(commands.base());
        rules.addAll(commands.rules());
        return rules;
    }
}
