package io.yggdrasil.resp.cluster;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.resp.script.KillCandidate;
import io.yggdrasil.resp.script.OtherScripts;
import io.yggdrasil.resp.script.RunningScripts;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kills scripts of this node and others: asks all which one they have, then kills the one that comes first.
 *
 * <p>Threads: any.
 */
final class ScriptKills implements OtherScripts {
    private static final long ANSWER_SECONDS_MAX = 5;

    private final Dialog dialog;
    private final Set<UUID> nodes;
    private final RunningScripts own;

    /** {@code nodes} are the others that can be asked now. */
    ScriptKills(Dialog dialog, Set<UUID> nodes, RunningScripts own) {
        this.dialog = dialog;
        this.nodes = nodes;
        this.own = own;
    }

    @Override
    public void kill(boolean function, Consumer<@Nullable String> done) {
        Map<UUID, CompletableFuture<KillCandidate>> asked = new HashMap<>();
        for (UUID node : nodes) {
            asked.put(node, ask(node, SpanQuestion.CANDIDATE, function).handle(ScriptKills::candidate));
        }
        CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenRun(() -> killFirst(asked, function, done));
    }

    private CompletableFuture<Unpacker> ask(UUID node, byte what, boolean function) {
        return dialog.ask(node, what, ANSWER_SECONDS_MAX, out -> out.putByte(function ? 1 : 0));
    }

    /** A node that does not answer has none that could be killed. */
    private static KillCandidate candidate(@Nullable Unpacker in, @Nullable Throwable error) {
        return in == null ? KillCandidate.NONE : new KillCandidate(in.getByte(), in.getLong());
    }

    private void killFirst(
            Map<UUID, CompletableFuture<KillCandidate>> asked, boolean function, Consumer<@Nullable String> done) {
        KillCandidate first = own.candidate(function);
        UUID where = null;
        for (Map.Entry<UUID, CompletableFuture<KillCandidate>> one : asked.entrySet()) {
            KillCandidate candidate = one.getValue().join();
            if (candidate.compareTo(first) < 0) {
                first = candidate;
                where = one.getKey();
            }
        }
        if (where == null) {
            own.killHere(function, done);
        } else {
            ask(where, SpanQuestion.KILL, function).whenComplete((in, error) -> done.accept(text(error)));
        }
    }

    private static @Nullable String text(@Nullable Throwable error) {
        if (error == null) {
            return null;
        }
        return error instanceof YggdrasilException known ? SpanRunner.text(known) : "ERR a node does not answer";
    }
}
