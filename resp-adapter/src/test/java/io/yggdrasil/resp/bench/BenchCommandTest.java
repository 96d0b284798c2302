package io.yggdrasil.resp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class BenchCommandTest {
    private final StringWriter errors = new StringWriter();
    private final CommandLine line = BenchCommand.commandLine().setErr(new PrintWriter(errors, true));
    private final BenchCommand bench = line.getCommand();

    @Test
    void plan_inAnyCase_isTaken() {
        assertEquals(BenchPlan.QUICK, line.parseArgs("--plan", "quick").matchedOptionValue("--plan", BenchPlan.FULL));
        assertEquals(BenchPlan.QUICK, line.parseArgs("--plan", "QUICK").matchedOptionValue("--plan", BenchPlan.FULL));
    }

    @Test
    void set_givenTwice_goesToTheServerThatIsStarted() {
        line.parseArgs("--set", "net.loops=1", "--set=maxmemory=1gb");
        List<String> command = bench.ourCommand(7000);
        assertEquals(
                List.of("--set", "net.loops=1", "--set", "maxmemory=1gb"),
                command.subList(command.size() - 4, command.size()));
        assertTrue(command.containsAll(List.of("start", "--port", "7000")), command.toString());
    }

    @Test
    void set_forAServerThatRunsAlready_isWrongUse() {
        assertEquals(2, line.execute("--server", "127.0.0.1:1", "--set", "maxmemory=1gb"));
        assertTrue(errors.toString().contains("--set"), errors.toString());
    }

    @Test
    void rounds_ofNone_isWrongUse() {
        assertEquals(2, line.execute("--rounds", "0"));
    }
}
