package io.yggdrasil.resp.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client's state. See the package for its thread rule. */
public final class Session {
    private final long id;
    private final ClientLink link;
    private final long createdMillis;
    private volatile int database;
    private volatile int protocol = 2;
    private volatile String name = "";
    private volatile String libraryName = "";
    private volatile String libraryVersion = "";
    private volatile String user = "default";
    private volatile boolean authenticated;
    private volatile boolean unlimited;
    private volatile long lastCommandMillis;
    private volatile String lastCommand = "NULL";
    private volatile boolean noEvict;
    private volatile boolean noTouch;
    private volatile boolean monitor;
    private volatile boolean paused;
    private volatile @Nullable Blocked blocked;
    private volatile @Nullable Transaction transaction;
    private final List<WatchedKey> watched = new ArrayList<>();
    private volatile int watchedCount;
    private final Subscriptions subscriptions = new Subscriptions(this);
    private volatile @Nullable KeyTracking tracking;
    private ReplyMode replyMode = ReplyMode.ON;
    private boolean replyPushed;
    private volatile boolean clusterReads;
    private boolean asking;
    private volatile boolean closing;
    private volatile boolean master;

    /** Makes a session for a new connection. */
    public Session(long id, ClientLink link, long nowMillis) {
        this.id = id;
        this.link = link;
        this.createdMillis = nowMillis;
        this.lastCommandMillis = nowMillis;
    }

    /** The client's number: unique on this node, growing. */
    public long id() {
        return id;
    }

    /** The connection. */
    public ClientLink link() {
        return link;
    }

    /** When it connected, in milliseconds since 1970. */
    public long createdMillis() {
        return createdMillis;
    }

    /** Chosen database. Read by any thread. */
    public int database() {
        return database;
    }

    /** Chooses a database; the caller checked the index. */
    public void database(int index) {
        this.database = index;
    }

    /** RESP version, 2 or 3. Read by any thread. */
    public int protocol() {
        return protocol;
    }

    /** Chooses the RESP version. */
    public void protocol(int version) {
        this.protocol = version;
    }

    /** CLIENT SETNAME; empty when none. Read by any thread. */
    public String name() {
        return name;
    }

    /** Names the connection. */
    public void name(String value) {
        this.name = value;
    }

    /** CLIENT SETINFO LIB-NAME. Read by any thread. */
    public String libraryName() {
        return libraryName;
    }

    /** Sets the client library's name. */
    public void libraryName(String value) {
        this.libraryName = value;
    }

    /** CLIENT SETINFO LIB-VER. Read by any thread. */
    public String libraryVersion() {
        return libraryVersion;
    }

    /** Sets the client library's version. */
    public void libraryVersion(String value) {
        this.libraryVersion = value;
    }

    /** The user that it acts as, one character a byte; before it has logged in the default one. Read by any thread. */
    public String user() {
        return user;
    }

    /** Whether it has logged in, or was let in without. Read by any thread. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    /** Says which user it acts as, and whether that was proved. */
    public void identify(String name, boolean proved) {
        this.user = name;
        this.authenticated = proved;
    }

    /** Whether its user may do everything, so that nothing needs to be judged. Read by any thread. */
    public boolean isUnlimited() {
        return unlimited;
    }

    /** Sets whether its user may do everything. */
    public void unlimited(boolean value) {
        this.unlimited = value;
    }

    /** When the last command began. Read by any thread. */
    public long lastCommandMillis() {
        return lastCommandMillis;
    }

    /** Full name of the last command. Read by any thread. */
    public String lastCommand() {
        return lastCommand;
    }

    /** Notes that a command begins. */
    public void onCommand(String fullName, long nowMillis) {
        if (!lastCommand.equals(fullName)) {
            lastCommand = fullName;
        }
        if (lastCommandMillis != nowMillis) {
            lastCommandMillis = nowMillis;
        }
    }

    /** CLIENT NO-EVICT. */
    public boolean noEvict() {
        return noEvict;
    }

    /** Sets CLIENT NO-EVICT. */
    public void noEvict(boolean value) {
        this.noEvict = value;
    }

    /** CLIENT NO-TOUCH. */
    public boolean noTouch() {
        return noTouch;
    }

    /** Sets CLIENT NO-TOUCH. */
    public void noTouch(boolean value) {
        this.noTouch = value;
    }

    /** Whether this client runs MONITOR. Read by any thread. */
    public boolean monitor() {
        return monitor;
    }

    /** Sets whether this client runs MONITOR. */
    public void monitor(boolean value) {
        this.monitor = value;
    }

    /** Whether a request of this client waits for the end of CLIENT PAUSE. Read by any thread. */
    public boolean paused() {
        return paused;
    }

    /** Sets whether a request of this client waits for the end of CLIENT PAUSE. */
    public void paused(boolean value) {
        this.paused = value;
    }

    /** What the client's command waits for, or null when it does not wait. Read by any thread. */
    public @Nullable Blocked blocked() {
        return blocked;
    }

    /** Sets what the client's command waits for; null when it waits no longer. */
    public void blocked(@Nullable Blocked value) {
        this.blocked = value;
    }

    /** The open transaction, or null. Read by any thread for its presence only. */
    public @Nullable Transaction transaction() {
        return transaction;
    }

    /** Opens or (null) ends a transaction. */
    public void transaction(@Nullable Transaction value) {
        this.transaction = value;
    }

    /** Keys under WATCH. */
    public List<WatchedKey> watched() {
        return watched;
    }

    /** Adds a key under WATCH. */
    public void watch(WatchedKey key) {
        watched.add(key);
        watchedCount = watched.size();
    }

    /** Forgets all keys under WATCH. */
    public void unwatch() {
        watched.clear();
        watchedCount = 0;
    }

    /** Number of keys under WATCH. Read by any thread. */
    public int watchedCount() {
        return watchedCount;
    }

    /** What the client is subscribed to. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** CLIENT TRACKING; null when the client tracks no keys. Read by any thread. */
    public @Nullable KeyTracking tracking() {
        return tracking;
    }

    /** Begins or (null) ends the tracking of keys. */
    public void tracking(@Nullable KeyTracking value) {
        this.tracking = value;
    }

    /** Says that the running command's reply consists of pushes: the client gets it whatever CLIENT REPLY says. */
    public void replyPushed() {
        this.replyPushed = true;
    }

    /** Whether the command that ran has said {@link #replyPushed()}; reading it takes it back. */
    public boolean takeReplyPushed() {
        boolean was = replyPushed;
        replyPushed = false;
        return was;
    }

    /** CLIENT REPLY. */
    public ReplyMode replyMode() {
        return replyMode;
    }

    /** Sets CLIENT REPLY. */
    public void replyMode(ReplyMode mode) {
        this.replyMode = mode;
    }

    /** Whether READONLY was given in cluster mode. */
    public boolean clusterReads() {
        return clusterReads;
    }

    /** Sets READONLY or READWRITE. */
    public void clusterReads(boolean value) {
        this.clusterReads = value;
    }

    /** Whether ASKING precedes the next command; reading it takes it back. */
    public boolean takeAsking() {
        boolean was = asking;
        asking = false;
        return was;
    }

    /** Sets ASKING. */
    public void asking() {
        this.asking = true;
    }

    /** Whether its requests are those of the master whose replica this grid is: who else may write what is not asked. */
    public boolean isMaster() {
        return master;
    }

    /** Makes it the master's. */
    public void becomeMaster() {
        master = true;
        authenticated = true;
        unlimited = true;
    }

    /** Whether the connection closes once its replies are sent; no further command of it runs. */
    public boolean closing() {
        return closing;
    }

    /** Closes the connection once the replies so far are sent. */
    public void closeAfterReply() {
        this.closing = true;
    }
}
