package io.yggdrasil.resp.state;

import io.yggdrasil.ignite.SharedText;
import io.yggdrasil.ignite.Yggdrasil;
import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.resp.acl.AclFile;
import io.yggdrasil.resp.acl.UserSet;
import io.yggdrasil.resp.acl.UserStore;
import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.parameter.Parameters;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.function.Function;
import org.apache.ignite.Ignite;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps users in the grid, the same on all nodes, and on its disks where data are kept there. */
public final class GridUsers implements UserStore {
    private static final Logger LOG = LoggerFactory.getLogger(GridUsers.class);

    private final SharedText shared;

    private GridUsers(SharedText shared) {
        this.shared = shared;
    }

    /**
     * Has the grid keep the users of a node that starts. Who comes first brings {@code aclfile} and {@code requirepass}
     * along: its file is what the users are, else its password that of the default user. Who joins a grid takes its users
     * as they are, and says so in the log when its own would be others.
     *
     * @throws YggdrasilException of kind USER when the file cannot be read
     */
    public static void open(Ignite ignite, Users users, Parameters parameters) {
        String file = parameters.text("aclfile");
        String password = parameters.text("requirepass");
        UserSet own = file.isEmpty() ? users.current() : read(users, file);
        boolean first =
                ignite.cluster().forServers().forOldest().node().isLocal() && !(file.isEmpty() && password.isEmpty());
        SharedText shared = Yggdrasil.of(ignite).users();
        shared.change(text -> {
            if (text == null) {
                return own.format();
            }
            if (!first) {
                return null;
            }
            UserSet kept = users.parse(text);
            UserSet next = file.isEmpty() ? users.withPassword(kept, password) : users.loaded(kept, own);
            return next.differences(kept).isEmpty() ? null : next.format();
        });
        users.keepIn(new GridUsers(shared));
        if (!file.isEmpty()) {
            tellDifferences(file, own.differences(users.current()));
        } else if (!password.isEmpty() && !users.isDefaultPassword(password)) {
            LOG.warn("The grid's users hold: requirepass, as it is set here, is no password of their default user");
        }
    }

    private static UserSet read(Users users, String file) {
        try {
            return users.read(new AclFile(file));
        } catch (AclFile.UnreadableException | InvalidPathException e) {
            throw new YggdrasilException(Kind.USER, "aclfile: " + e.getMessage(), e);
        }
    }

    private static void tellDifferences(String file, List<String> names) {
        if (!names.isEmpty()) {
            LOG.warn("The grid's users hold, not those of {}, which differ in: {}", file, String.join(", ", names));
        }
    }

    @Override
    public @Nullable String text() {
        return shared.text();
    }

    @Override
    public void change(Function<@Nullable String, @Nullable String> change) {
        shared.change(change);
    }

    @Override
    public void onChange(Runnable listener) {
        shared.onChange(listener);
    }
}
