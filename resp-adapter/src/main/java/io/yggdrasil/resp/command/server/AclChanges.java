package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.acl.AclFile;
import io.yggdrasil.resp.acl.RuleException;
import io.yggdrasil.resp.acl.UserDraft;
import io.yggdrasil.resp.acl.UserSet;
import io.yggdrasil.resp.acl.Users;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.wire.Latin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ACL SETUSER, DELUSER, LOAD and SAVE. The first three change the users on all nodes before they answer. */
final class AclChanges {
    private static final Logger LOG = LoggerFactory.getLogger(AclChanges.class);

    private final Users users;
    private final Parameters parameters;

    AclChanges(Users users, Parameters parameters) {
        this.users = users;
        this.parameters = parameters;
    }

    void set(Call call) {
        String name = call.token(2);
        if (Latin.hasBlanks(name)) {
            throw new RedisException("ERR Usernames can't contain spaces or null characters");
        }
        List<String> rules = rules(call);
        users.change(call.session(), all -> {
            UserDraft draft = users.draft(all, name);
            rules.forEach(rule -> apply(draft, rule));
            return all.with(draft.build(name));
        });
        call.reply().ok();
    }

    private static List<String> rules(Call call) {
        List<String> rules = new ArrayList<>();
        for (int i = 3; i < call.count(); i++) {
            rules.add(call.token(i));
        }
        try {
            return UserDraft.joined(rules);
        } catch (UserDraft.UnmatchedException e) {
            throw new RedisException("ERR " + e.getMessage());
        }
    }

    private static void apply(UserDraft draft, String rule) {
        try {
            draft.apply(rule);
        } catch (RuleException e) {
            throw new RedisException("ERR Error in ACL SETUSER modifier '" + Latin.shown(rule) + "': " + e.text());
        }
    }

    void remove(Call call) {
        List<String> names = new ArrayList<>();
        for (int i = 2; i < call.count(); i++) {
            names.add(call.token(i));
        }
        if (names.contains(UserSet.DEFAULT_USER)) {
            throw new RedisException("ERR The 'default' user cannot be removed");
        }
        long[] removed = {0};
        users.change(call.session(), all -> {
            removed[0] = names.stream()
                    .distinct()
                    .filter(name -> all.find(name) != null)
                    .count();
            return removed[0] == 0 ? all : all.without(names);
        });
        call.reply().integer(removed[0]);
    }

    void load(Call call) {
        try {
            UserSet fromFile = users.read(file());
            users.change(call.session(), all -> users.loaded(all, fromFile));
        } catch (AclFile.UnreadableException e) {
            throw new RedisException("ERR " + e.getMessage());
        }
        call.reply().ok();
    }

    void save(Call call) {
        AclFile file = file();
        try {
            file.write(users.current().all());
        } catch (IOException e) {
            LOG.warn("The users cannot be written to {}", parameters.text("aclfile"), e);
            throw new RedisException("ERR There was an error trying to save the ACLs. Please check the server logs for"
                    + " more information");
        }
        call.reply().ok();
    }

    private AclFile file() {
        String name = parameters.text("aclfile");
        if (name.isEmpty()) {
            throw new RedisException("ERR This Redis instance is not configured to use an ACL file. You may want to"
                    + " specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a"
                    + " Redis configuration file set) in order to store users in the Redis configuration.");
        }
        return new AclFile(name);
    }
}
