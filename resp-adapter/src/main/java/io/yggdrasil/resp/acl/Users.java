package io.yggdrasil.resp.acl;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.resp.acl.AccessLog.Context;
import io.yggdrasil.resp.acl.Denial.Reason;
import io.yggdrasil.resp.clients.ClientLine;
import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFlag;
import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.pubsub.PubSub;
import io.yggdrasil.resp.session.Session;
import io.yggdrasil.resp.wire.Latin;
import io.yggdrasil.resp.wire.Request;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of the server: lets clients in, judges what they ask for, and follows changes, whichever node makes them.
 *
 * <p>A client that may do everything carries a mark that says so ({@link Session#isUnlimited}); it is set anew when its
 * user changes. For the others the user is looked up by its name for each request.
 *
 * <p>Threads: any. {@link #change} blocks.
 */
public final class Users {
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    private static final Object UNLIMITED = new Object();
    private static final String NO_AUTHENTICATION = "NOAUTH Authentication required.";

    private final CommandTable table;
    private final ClientRegistry clients;
    private final Departures departures;
    private final Parameter channelsOfNew;
    private final AccessLog log;

    /** Serializes the changes that this node makes; held while the store is called. */
    private final Object changing = new Object();

    /** Guards what clients are allowed by the users as they are; the store is not called with it. */
    private final Object state = new Object();

    private volatile UserSet current;
    private volatile UserStore store = new LocalUserStore();

    /** Makes the users of a new server: the default one, with the password {@code requirepass}. */
    public Users(CommandTable table, Parameters parameters, ClientRegistry clients, PubSub pubsub) {
        this.table = table;
        this.clients = clients;
        this.departures = new Departures(clients, pubsub);
        this.channelsOfNew = parameters.get("acl-pubsub-default");
        this.log = new AccessLog(parameters.reader("acllog-max-len"));
        Parameter password = parameters.get("requirepass");
        this.current = withPassword(UserSet.of(table, 0, List.of()), password.text());
        store.change(none -> current.format());
        store.onChange(this::follow);
        password.onChange(changed -> changePassword(changed.text()));
    }

    // What users there are.

    /** The users as they are now. */
    public UserSet current() {
        return current;
    }

    /** What was refused. */
    public AccessLog log() {
        return log;
    }

    /** A draft of a user as it is, or of a new one when there is none of the name. */
    public UserDraft draft(UserSet users, String name) {
        return new UserDraft(table, hasNewAllChannels(), users.find(name));
    }

    /** Reads an ACL file: its users, and the default one. */
    public UserSet read(AclFile file) throws AclFile.UnreadableException {
        return UserSet.of(table, 0, file.read(table, hasNewAllChannels()));
    }

    private boolean hasNewAllChannels() {
        return channelsOfNew.text().equals("allchannels");
    }

    /** The set with this password of the default user; none: anybody is let in. */
    public UserSet withPassword(UserSet users, String password) {
        UserDraft draft = new UserDraft(table, false, users.defaultUser());
        draft.apply("resetpass");
        draft.apply(password.isEmpty() ? "nopass" : ">" + latinOf(password));
        return users.with(draft.build(UserSet.DEFAULT_USER));
    }

    /** Whether the default user may log in with this password. */
    public boolean isDefaultPassword(String password) {
        return current.defaultUser().accepts(PasswordHash.of(Latin.bytes(latinOf(password))));
    }

    private void changePassword(String password) {
        try {
            change(null, users -> withPassword(users, password));
        } catch (YggdrasilException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String latinOf(String text) {
        return Latin.of(Request.of(text), 0);
    }

    /** The set that an ACL file gives instead of {@code before}. */
    public UserSet loaded(UserSet before, UserSet fromFile) {
        return UserSet.of(table, before.loads() + 1, fromFile.all());
    }

    /** Keeps the users there from now on; what it has holds instead of what is here. */
    public void keepIn(UserStore next) {
        synchronized (changing) {
            store = next;
            next.onChange(this::follow);
            follow();
        }
    }

    /** The set that a text of {@link UserSet#format} means. */
    public UserSet parse(String text) {
        return UserSet.parse(table, text, current);
    }

    /**
     * Changes the users on all nodes and returns when the change is in force there.
     *
     * @param caller the client that asked for it, which gets its reply even if it loses its user; null: nobody
     * @param change makes the new set from the old; may be called several times. The same set: nothing is changed
     */
    public void change(@Nullable Session caller, UnaryOperator<UserSet> change) {
        synchronized (changing) {
            departures.spare(caller);
            try {
                store.change(text -> {
                    UserSet before = text == null ? current : parse(text);
                    UserSet after = change.apply(before);
                    return after == before ? null : after.format();
                });
            } finally {
                departures.spare(null);
            }
        }
    }

    /** Takes over what the store has now. */
    private void follow() {
        synchronized (state) {
            String text = store.text();
            if (text == null) {
                return;
            }
            try {
                UserSet before = current;
                UserSet after = parse(text);
                current = after;
                clients.forEach(session -> adaptSafely(session, before, after));
            } catch (RuntimeException e) {
                LOG.error("The users of the grid cannot be read; those from before hold", e);
            }
        }
    }

    private void adaptSafely(Session session, UserSet before, UserSet after) {
        try {
            adapt(session, before, after);
        } catch (RuntimeException e) {
            LOG.warn("Client {} is closed: its user has changed and it did not hear of it", session.id(), e);
            session.link().close(false);
        }
    }

    private void adapt(Session session, UserSet before, UserSet after) {
        User was = before.find(session.user());
        User is = after.find(session.user());
        boolean isDefault = session.user().equals(UserSet.DEFAULT_USER);
        if (is == null || (!isDefault && before.loads() != after.loads())) {
            session.identify(UserSet.DEFAULT_USER, false);
            session.unlimited(false);
            departures.dismiss(session);
            return;
        }
        mark(session, after, is);
        if (was != null && was != is) {
            departures.recheck(session, was, is);
        }
    }

    private static void mark(Session session, UserSet users, User user) {
        session.unlimited(user.isUnlimited() && (session.isAuthenticated() || users.isOpen()));
    }

    // Who comes in.

    /** Makes a new or reset client the default user. */
    public void admit(Session session) {
        synchronized (state) {
            UserSet users = current;
            session.identify(UserSet.DEFAULT_USER, users.isOpen());
            mark(session, users, users.defaultUser());
        }
    }

    /**
     * Logs a client in, or notes in the log that it tried.
     *
     * @param name one character a byte
     * @return false when user and password do not fit
     */
    public boolean authenticate(Session session, String name, byte[] password, Request request) {
        String hash = PasswordHash.of(password);
        synchronized (state) {
            User user = current.find(name);
            if (user != null && user.accepts(hash)) {
                session.identify(name, true);
                mark(session, current, user);
                return true;
            }
        }
        remember(session, Reason.AUTH, contextOf(session), Latin.of(request, 0), name, request);
        return false;
    }

    /** Whether the client has logged in or need not. */
    public boolean isAuthenticated(Session session) {
        return session.isAuthenticated() || current.isOpen();
    }

    // What they may do.

    /** The error for a request that the client may not make; null when it may. */
    public @Nullable String refusal(Session session, Command command, Request request) {
        if (session.isUnlimited()) {
            return null;
        }
        if (!command.has(CommandFlag.NO_AUTH) && !isAuthenticated(session)) {
            return NO_AUTHENTICATION;
        }
        User user = userOf(session);
        if (user == null) {
            return NO_AUTHENTICATION;
        }
        long denial = user.judge(command, request);
        if (denial == Denial.NONE) {
            return null;
        }
        session.onCommand(command.fullName(), System.currentTimeMillis());
        remember(session, contextOf(session), denial, command, request);
        return "NOPERM " + message(denial, user, command);
    }

    /** As {@link #refusal}, of a queued command that EXEC is about to run. */
    public @Nullable String refusalAtExec(Session session, Command command, Request request) {
        if (session.isUnlimited()) {
            return null;
        }
        User user = userOf(session);
        if (user == null) {
            return NO_AUTHENTICATION;
        }
        long denial = user.judge(command, request);
        if (denial == Denial.NONE) {
            return null;
        }
        remember(session, Context.MULTI, denial, command, request);
        return "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call."
                + " This command is no longer allowed for the following reason: "
                + switch (Denial.reason(denial)) {
                    case KEY -> "no permission to touch the specified keys";
                    case CHANNEL -> "no permission to access one of the channels used as arguments";
                    default -> "no permission to execute the command or subcommand";
                };
    }

    /** As {@link #refusal}, of a command that a script calls; {@code session} is of the client that runs the script. */
    public @Nullable String refusalInScript(Session session, Command command, Request request) {
        if (session.isUnlimited()) {
            return null;
        }
        User user = userOf(session);
        if (user == null) {
            return NO_AUTHENTICATION;
        }
        long denial = user.judge(command, request);
        if (denial == Denial.NONE) {
            return null;
        }
        remember(session, Context.LUA, denial, command, request);
        return "ERR ACL failure in script: " + message(denial, user, command);
    }

    /** Whether the client's user may make the request; whether it has logged in is not asked. */
    public boolean allows(Session session, Command command, Request request) {
        User user = userOf(session);
        return user != null && user.judge(command, request) == Denial.NONE;
    }

    /** Whether the client may read all keys with this request. */
    public boolean readsAllKeys(Session session, Command command, Request request) {
        User user = userOf(session);
        return user != null && user.readsAllKeys(command, request);
    }

    /** What the client may do now: another object when that has changed. */
    public Object rights(Session session) {
        if (session.isUnlimited()) {
            return UNLIMITED;
        }
        User user = userOf(session);
        return user == null ? NO_AUTHENTICATION : user;
    }

    /** A client's user; null when it is gone, and the client about to be. */
    private @Nullable User userOf(Session session) {
        return current.find(session.user());
    }

    private static Context contextOf(Session session) {
        return session.transaction() == null ? Context.TOPLEVEL : Context.MULTI;
    }

    private void remember(Session session, Context context, long denial, Command command, Request request) {
        Reason reason = Denial.reason(denial);
        String object = reason == Reason.COMMAND ? command.fullName() : Latin.of(request, Denial.argument(denial));
        remember(session, reason, context, object, session.user(), request);
    }

    private void remember(
            Session session, Reason reason, Context context, String object, String username, Request request) {
        long now = System.currentTimeMillis();
        log.add(reason, context, object, username, ClientLine.of(session, now, request.byteCount()), now);
    }

    private static String message(long denial, User user, Command command) {
        return switch (Denial.reason(denial)) {
            case KEY -> "No permissions to access a key";
            case CHANNEL -> "No permissions to access a channel";
            default ->
                "User " + Latin.shown(user.name()) + " has no permissions to run the '" + command.fullName()
                        + "' command";
        };
    }
}
