package io.yggdrasil.resp.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.CommandTester;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.session.Transaction;
import io.yggdrasil.resp.wire.Request;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PauseGateTest {
    private long nanos = Long.MAX_VALUE - 1_000_000; // Overflows while the tests run.
    private final PauseGate gate = new PauseGate(new ClientRegistry(), () -> nanos);
    private final Session session = new CommandTester().session();
    private final CommandTable table = new CommandTable()
            .add(command("get").flags(CommandFlag.READONLY))
            .add(command("set").flags(CommandFlag.WRITE))
            .add(command("publish").flags(CommandFlag.MAY_REPLICATE))
            .add(command("exec"));

    private static Command.Builder command(String name) {
        return Command.named(name).handler(call -> call.reply().ok());
    }

    @Test
    void holds_writes_holdsWhatMayWriteUntilTheEnd() {
        assertFalse(holds("set"));
        gate.pause(10, true);
        assertTrue(holds("set"));
        assertTrue(holds("publish"));
        assertFalse(holds("get"));
        assertEquals(10, gate.millisLeft());
        pass(9);
        assertTrue(holds("set"));
        assertEquals(1, gate.millisLeft());
        pass(1);
        assertFalse(holds("set"));
    }

    @Test
    void holds_all_holdsReads() {
        gate.pause(10, false);
        assertTrue(holds("get"));
        gate.unpause();
        assertFalse(holds("get"));
    }

    @Test
    void pause_whilePaused_keepsTheLongerAndTheStricter() {
        gate.pause(100, false);
        gate.pause(10, true);
        pass(50);
        assertTrue(holds("get"));
        pass(50);
        assertFalse(holds("get"));
        gate.pause(10, true);
        assertFalse(holds("get"), "the pause that is over leaves nothing");
    }

    @Test
    void holds_exec_dependsOnWhatIsQueued() {
        gate.pause(10, true);
        session.transaction(new Transaction());
        assertFalse(holds("exec"));
        session.transaction().queue(Request.of("GET", "k"), false, false);
        assertFalse(holds("exec"));
        session.transaction().queue(Request.of("SET", "k", "v"), true, true);
        assertTrue(holds("exec"));
    }

    @Test
    void pause_forEver_doesNotOverflow() {
        gate.pause(Long.MAX_VALUE, false);
        pass(TimeUnit.DAYS.toMillis(365));
        assertTrue(holds("get"));
    }

    private boolean holds(String name) {
        return gate.holds(session, table.find(name), Request.of(name));
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
