package io.yggdrasil.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.yggdrasil.resp.parameter.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LogLevelTest {
    private static final Logger OURS = LoggerFactory.getLogger("io.yggdrasil.resp.Anything");

    private final Parameters parameters = new Parameters();

    @AfterEach
    void reset() {
        LogLevel.follow(parameters.get("loglevel"));
        set("warning");
        set("notice");
    }

    @ParameterizedTest
    @CsvSource({
        "debug,true,true,true,true",
        "verbose,true,true,true,true",
        "notice,false,true,true,true",
        "warning,false,false,true,true",
        "nothing,false,false,false,false"
    })
    void follow_change_setsTheLevel(String level, boolean debug, boolean info, boolean warn, boolean error) {
        LogLevel.follow(parameters.get("loglevel"));
        set(level.equals("notice") ? "warning" : "notice");
        set(level);
        assertEquals(debug, OURS.isDebugEnabled());
        assertEquals(info, OURS.isInfoEnabled());
        assertEquals(warn, OURS.isWarnEnabled());
        assertEquals(error, OURS.isErrorEnabled());
    }

    @Test
    void follow_setByTheStart_setsTheLevel() {
        parameters.start("loglevel", "nothing");
        LogLevel.follow(parameters.get("loglevel"));
        assertEquals(false, OURS.isErrorEnabled());
    }

    private void set(String level) {
        parameters.set(new String[] {"loglevel"}, new String[] {level}, false);
    }
}
