package io.yggdrasil.resp.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.yggdrasil.resp.AllFamilies;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.state.MemoryHost;
import io.yggdrasil.resp.state.ServerState;
import io.yggdrasil.resp.wire.Latin;
import io.yggdrasil.resp.wire.Request;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rules make which users. */
final class UserRulesTest {
    private static final ServerState STATE = new ServerState(new Parameters(), new MemoryHost());
    private static final CommandTable TABLE = AllFamilies.of(STATE);

    @AfterAll
    static void close() {
        STATE.close();
    }

    private static User user(String rules) {
        return user(new UserDraft(TABLE, false), rules);
    }

    private static User user(UserDraft draft, String rules) {
        try {
            UserDraft.joined(List.of(rules.split(" "))).forEach(draft::apply);
        } catch (UserDraft.UnmatchedException e) {
            throw new AssertionError(e);
        }
        return draft.build("u");
    }

    private static String commands(String rules) {
        return user(rules).selectors().get(0).shownCommands();
    }

    /** Tells {@code +} when the user may run the line, else the reason. */
    private static String judge(User user, String line) {
        Request request = Request.of(line.split(" "));
        Command command = Objects.requireNonNull(TABLE.find(request));
        if (!command.subcommands().isEmpty()) {
            command = Objects.requireNonNull(
                    command.subcommands().get(request.text(1).toLowerCase(Locale.ROOT)));
        }
        long denial = user.judge(command, request);
        return denial == Denial.NONE
                ? "+"
                : Denial.reason(denial).name().toLowerCase(Locale.ROOT) + " " + Denial.argument(denial);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+@all -@hash -@slow +hget | +@all -@hash -@slow +hget",
                "+@all -@hash -@slow +hget -@hash | +@all -@slow +hget -@hash",
                "+@all -@hash -@slow +hget +@hash | +@all -@slow +hget +@hash",
                "-@string -@slow +@all | +@all",
                "+@HASH +@hash +@HaSh | -@all +@hash",
                "+HGET +hget +hGeT | -@all +hget",
                "+@hash +@slow +@set +@set +@slow +@hash | -@all +@set +@slow +@hash",
                "+hget -hset +hset -hget | -@all +hset -hget",
                "-@all -@dangerous | -@all -@dangerous",
                "+select -@all | -@all",
                "allcommands | +@all",
                "nocommands | -@all",
            })
    void commandRules_areShownAsRedisShowsThem(String rules, String shown) {
        assertEquals(shown, commands(rules));
    }

    @Test
    void commandRules_onSubcommands_areTakenByThoseOnTheirContainer() {
        assertEquals(
                "-@all +client|list +config -acl",
                commands("+client|list +client|list +config|get +config +acl|list -acl"));
        assertEquals("-@all +config", commands("+config +config|get -config|set +config"));
        assertEquals("-@all +select|0 +debug", commands("+select|0 +SELECT|0 +debug|segfault +debug"));
        assertEquals("+@all -client +client|id", commands("+@all -client +client|id"));
    }

    @Test
    void line_ofEverything_isInRedisOrder() {
        assertEquals(
                "user u off sanitize-payload resetchannels -@all",
                new UserDraft(TABLE, false).build("u").line());
        assertEquals(
                "user u off sanitize-payload &* -@all",
                new UserDraft(TABLE, true).build("u").line());
        assertEquals(
                "user u on nopass skip-sanitize-payload ~* &* +@all",
                user("on nopass ~* &* +@all skip-sanitize-payload").line());
        assertEquals(
                "user u on sanitize-payload #" + PasswordHash.of(Latin.bytes("p"))
                        + " %R~r* %W~w* ~rw* resetchannels &a &b* -@all +get (~x resetchannels -@all +set) (&* -@all)",
                user("on >p %R~r* %W~w* %R~rw* %W~rw* &a &b* &a +get (~x +set) (allchannels )")
                        .line());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~* ~a",
                "allkeys %R~a",
                "&* &a",
                "+nosuch",
                "-nosuch",
                "+@nosuch",
                "+config|nosuch",
                "-config|nosuch",
                "+get|a|b",
                "+config|get|x",
                "+select|",
                "+select|a\"b",
                "%~a",
                "%",
                "%RR~a",
                "%X~a",
                "#abc",
                "<nosuch",
                "!0123",
                "nosuchword",
                "(+get) )",
                "+",
                "-"
            })
    void apply_whatIsNoRule_throwsAndChangesNothing(String rules) {
        UserDraft draft = new UserDraft(TABLE, false);
        List<String> words = List.of(rules.split(" "));
        words.subList(0, words.size() - 1).forEach(draft::apply);
        String before = draft.build("u").line();
        assertThrows(RuleException.class, () -> draft.apply(words.get(words.size() - 1)));
        assertEquals(before, draft.build("u").line());
    }

    @Test
    void joined_openParenthesis_isNamed() {
        UserDraft.UnmatchedException e = assertThrows(
                UserDraft.UnmatchedException.class, () -> UserDraft.joined(List.of("on", "(+ping", "(+select")));
        assertEquals("Unmatched parenthesis in acl selector starting at '(+ping'.", e.getMessage());
    }

    @Test
    void passwords_ofAnyKind_letIn() {
        UserDraft draft = new UserDraft(TABLE, false);
        List.of("on", ">one", "#" + PasswordHash.of(Latin.bytes("two"))).forEach(draft::apply);
        assertTrue(draft.build("u").accepts(PasswordHash.of(Latin.bytes("one"))));
        assertTrue(draft.build("u").accepts(PasswordHash.of(Latin.bytes("two"))));
        assertFalse(draft.build("u").accepts(PasswordHash.of(Latin.bytes("three"))));
        draft.apply("<one");
        assertFalse(draft.build("u").accepts(PasswordHash.of(Latin.bytes("one"))));
        draft.apply("nopass");
        assertTrue(draft.build("u").accepts(PasswordHash.of(Latin.bytes("three"))));
        draft.apply("off");
        assertFalse(draft.build("u").accepts(PasswordHash.of(Latin.bytes("three"))));
        draft.apply("on");
        draft.apply("resetpass");
        assertFalse(draft.build("u").accepts(PasswordHash.of(Latin.bytes("two"))));
        assertFalse(user("on >secret").toString().contains(PasswordHash.of(Latin.bytes("secret"))));
    }

    @Test
    void judge_commands() {
        User user = user("allkeys allchannels +@read -get +config|get +select|0 +debug|object");
        assertEquals("+", judge(user, "strlen k"));
        assertEquals("command 0", judge(user, "get k"));
        assertEquals("command 0", judge(user, "set k v"));
        assertEquals("+", judge(user, "config get x"));
        assertEquals("command 0", judge(user, "config set x y"));
        assertEquals("+", judge(user, "select 0"));
        assertEquals("command 0", judge(user, "select 1"));
        assertEquals("+", judge(user, "debug OBJECT k"));
        assertEquals("command 0", judge(user, "debug segfault"));
        assertEquals("+", judge(user, "auth x"), "anybody may log in");
    }

    @Test
    void judge_keys_asTheyAreUsed() {
        User user = user("+@all allchannels %R~read* %W~write* %RW~rw*");
        assertEquals("+", judge(user, "get read"));
        assertEquals("key 1", judge(user, "get write"));
        assertEquals("+", judge(user, "set write v"));
        assertEquals("key 1", judge(user, "set write v GET"));
        assertEquals("+", judge(user, "set rw v get"));
        assertEquals("+", judge(user, "copy read write"));
        assertEquals("key 1", judge(user, "copy write read"));
        assertEquals("key 2", judge(user, "copy read read"));
        assertEquals("+", judge(user, "bitfield read get u4 0"));
        assertEquals("key 1", judge(user, "bitfield read get u4 0 set u4 0 1"));
        assertEquals("+", judge(user, "exists write"), "whoever may read or write may ask");
        assertEquals("key 1", judge(user, "exists other"));
        assertEquals("+", judge(user, "sort read STORE write"));
        assertEquals("key 3", judge(user, "sort read STORE read"));
        assertEquals("+", judge(user, "zunionstore write 5 read"), "a syntax error is told as such");
        assertEquals("key 5", judge(user, "mset write 1 rw 2 read 3"));
        assertEquals("+", judge(user, "ping"));
    }

    @Test
    void judge_channels() {
        User user = user("+@all allkeys &news:* &one");
        assertEquals("+", judge(user, "publish news:1 m"));
        assertEquals("channel 1", judge(user, "publish other m"));
        assertEquals("channel 2", judge(user, "subscribe one two"));
        assertEquals("+", judge(user, "ssubscribe news:2"));
        assertEquals("+", judge(user, "psubscribe news:*"));
        assertEquals("channel 1", judge(user, "psubscribe news:1"), "a pattern must be one of the user's");
        assertEquals("+", judge(user, "unsubscribe whatever"));
        assertEquals("+", judge(user, "sunsubscribe whatever"));
    }

    @Test
    void judge_selectors_doNotAddUp() {
        User user = user("on (+get %R~read*) (+set %W~write* &*)");
        assertEquals("+", judge(user, "get read"));
        assertEquals("+", judge(user, "set write v"));
        assertEquals("key 1", judge(user, "get write"));
        assertEquals("command 0", judge(user, "del read"));
        User last = user("+mget ~key (+mget ~key ~otherkey)");
        assertEquals("key 2", judge(last, "mget otherkey someotherkey"), "the last key that no selector allows");
        assertEquals("key 3", judge(last, "mget key otherkey someotherkey"));
    }

    @Test
    void sets_withOddPatterns_comeBackAsTheyWere() {
        User odd = user("on %RW~* ~(a ~b) ~\"q &[ &( +select|x (%R~\\( ~c -@all)");
        User accented = new UserDraft(TABLE, true, user("+@all -@read on >x")).build("\u00e9");
        UserSet set = UserSet.of(TABLE, 7, List.of(odd, new UserDraft(TABLE, true).build(""), accented));
        UserSet back = UserSet.parse(TABLE, set.format(), null);
        assertEquals(set.format(), back.format());
        assertEquals(7, back.loads());
        assertEquals(4, back.all().size());
        assertEquals(odd.line(), Objects.requireNonNull(back.find("u")).line());
        assertEquals(List.of(), set.differences(back));
        assertSame(
                back.find("u"),
                Objects.requireNonNull(UserSet.parse(TABLE, set.format(), back)).find("u"));
    }

    @Test
    void sets_withCommandsOfAnotherVersion_keepTheirRules() {
        String text = "loads 0\nuser u\non\n-@all\n+get\n+brandnew|x\n-@nosuch\n";
        User user = Objects.requireNonNull(UserSet.parse(TABLE, text, null).find("u"));
        assertEquals("-@all +get +brandnew|x -@nosuch", user.selectors().get(0).shownCommands());
        assertThrows(IllegalArgumentException.class, () -> UserSet.parse(TABLE, "nonsense", null));
    }

    @Test
    void defaultUser_isAlwaysThereAndMayDoEverything() {
        UserSet set = UserSet.of(TABLE, 0, List.of());
        assertTrue(set.isOpen());
        assertTrue(set.defaultUser().isUnlimited());
        assertEquals(
                "user default on nopass sanitize-payload ~* &* +@all",
                set.defaultUser().line());
        assertTrue(user("(~* &* +@all)").isUnlimited());
        assertFalse(user("~* &* +@all -get").isUnlimited());
        assertTrue(user("~* &* +@all -get +@all").isUnlimited());
    }
}
