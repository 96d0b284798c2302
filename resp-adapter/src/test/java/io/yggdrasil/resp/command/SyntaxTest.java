package io.yggdrasil.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.command.Argument.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyntaxTest {
    @Test
    void parse_names_saysTheirTypes() {
        List<Argument> arguments =
                Syntax.parse("key count value unix-time-seconds end:integer destination#1 key:string");
        assertEquals(
                List.of(Type.KEY, Type.INTEGER, Type.STRING, Type.UNIX_TIME, Type.INTEGER, Type.KEY, Type.STRING),
                arguments.stream().map(Argument::type).toList());
        assertEquals(
                List.of(0, -1, -1, -1, -1, 1, -1),
                arguments.stream().map(Argument::keySpec).toList());
    }

    @Test
    void parse_tokens_standAloneOrBeforeAValue() {
        List<Argument> arguments =
                Syntax.parse("[EX seconds] [NX] [change=CH]@3.0.2 empty-string=\"\" new-id=$ equal==");
        assertEquals(
                List.of("seconds", "nx", "change", "empty-string", "new-id", "equal"),
                arguments.stream().map(Argument::name).toList());
        assertEquals(
                List.of("EX", "NX", "CH", "\"\"", "$", "="),
                arguments.stream().map(Argument::token).toList());
        assertEquals(Type.INTEGER, arguments.get(0).type());
        assertEquals(Type.PURE_TOKEN, arguments.get(1).type());
        assertEquals("3.0.2", arguments.get(2).since());
        assertTrue(arguments.get(2).isOptional());
        assertFalse(arguments.get(3).isOptional());
    }

    @Test
    void parse_dots_repeatTheTokenBehindBracketsOnly() {
        List<Argument> arguments = Syntax.parse("[KEYS key...] [GET pattern]... [arg...]");
        assertTrue(arguments.stream().allMatch(Argument::isMultiple));
        assertEquals(
                List.of(false, true, false),
                arguments.stream().map(Argument::repeatsToken).toList());
    }

    @Test
    void parse_groups_haveMembersOrAlternatives() {
        List<Argument> arguments = Syntax.parse("[LIMIT (offset count)] unit=(M|KM) data=(field value)...");
        Argument limit = arguments.get(0);
        assertEquals("limit", limit.name());
        assertEquals("LIMIT", limit.token());
        assertEquals(Type.BLOCK, limit.type());
        assertEquals(2, limit.arguments().size());
        assertEquals(Type.ONEOF, arguments.get(1).type());
        assertNull(arguments.get(1).token());
        assertTrue(arguments.get(2).isMultiple());
    }

    @Test
    void parse_nothing_isNoArgument() {
        assertEquals(List.of(), Syntax.parse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[key", "(a b)", "a  b", "a|b", "a]", "a:nosuch", "[", "TOKEN (", "a{b", "a=b"})
    void parse_mistake_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Syntax.parse(text));
    }
}
