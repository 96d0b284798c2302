package io.yggdrasil.resp.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.AllFamilies;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.state.MemoryHost;
import io.yggdrasil.resp.state.ServerState;
import io.yggdrasil.resp.wire.Request;
import java.util.StringJoiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedactionTest {
    @ParameterizedTest
    @CsvSource({
        "auth secret, auth *",
        "auth user secret, auth * *",
        "HELLO 3 AUTH user secret SETNAME me, HELLO 3 AUTH * * SETNAME me",
        "hello 3 setname auth, hello 3 setname auth",
        "config set requirepass secret, config set requirepass *",
        "CONFIG SET timeout 1 MASTERAUTH secret save x, CONFIG SET timeout 1 MASTERAUTH * save x",
        "config get requirepass, config get requirepass",
        "set auth secret, set auth secret"
    })
    void hides_secrets_only(String line, String shown) {
        try (ServerState state = new ServerState(new Parameters(), new MemoryHost())) {
            CommandTable table = AllFamilies.of(state);
            Redaction redaction = new Redaction(state.parameters());
            Request request = Request.of(line.split(" "));
            Command command = table.find(request);
            Command sub = table.find(request.text(0) + "|" + request.text(1));
            StringJoiner found = new StringJoiner(" ");
            for (int i = 0; i < request.count(); i++) {
                found.add(redaction.hides(sub == null ? command : sub, request, i) ? "*" : request.text(i));
            }
            assertEquals(shown, found.toString());
        }
    }
}
