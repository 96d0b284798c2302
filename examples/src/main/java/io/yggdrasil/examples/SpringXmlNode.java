package io.yggdrasil.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.yggdrasil.ignite.Namespace;
import io.yggdrasil.ignite.NamespaceBinding;
import io.yggdrasil.ignite.Namespaces;
import io.yggdrasil.ignite.Yggdrasil;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;

/**
 * A stock Ignite node whose Spring XML names the plugin: code that runs on the node works with the namespaces that Redis
 * clients know as databases.
 */
public final class SpringXmlNode {
    private SpringXmlNode() {}

    /** The argument is the configuration file. */
    public static void main(String[] arguments) {
        String file = arguments.length > 0 ? arguments[0] : "config/ignite-yggdrasil.xml";
        try (Ignite ignite = Ignition.start(file)) {
            Namespaces namespaces = Yggdrasil.of(ignite).namespaces();
            for (NamespaceBinding binding : namespaces.bindings()) {
                if (binding.isPrefix() || binding.policy().sql() != null) {
                    System.out.println("configured: " + binding);
                }
            }
            database(ignite, namespaces);
            prefix(namespaces);
            table(namespaces);
        }
    }

    /** A database is an Ignite cache, which the first use starts on the whole grid. */
    private static void database(Ignite ignite, Namespaces namespaces) {
        Namespace db0 = namespaces.database(0);
        db0.cache().put("greeting", "hello".getBytes(UTF_8));
        byte[] value = ignite.<String, byte[]>cache("db0").get("greeting");
        System.out.println(db0.cacheName() + " has greeting: " + new String(value, UTF_8));
    }

    /** Keys that start with a configured prefix are in a cache of their own. */
    private static void prefix(Namespaces namespaces) {
        byte[] key = "session:42".getBytes(UTF_8);
        Namespace sessions = namespaces.of(0, key, 0, key.length);
        sessions.cache().put(sessions.key(key, 0, key.length), "alice".getBytes(UTF_8));
        System.out.println("session:42 is in: " + sessions.cacheName());
        System.out.println("db0 has it too: " + namespaces.database(0).cache().containsKey("session:42"));
    }

    /** The sample configuration maps database 1 to the table PUBLIC.STRINGS. */
    private static void table(Namespaces namespaces) {
        Namespace db1 = namespaces.database(1);
        db1.cache().put("tree", "ash".getBytes(UTF_8));
        List<List<?>> rows = db1.cache()
                .query(new SqlFieldsQuery("SELECT _KEY, UTF8TOSTRING(_VAL) FROM PUBLIC.STRINGS"))
                .getAll();
        System.out.println("rows of PUBLIC.STRINGS: " + rows);
    }
}
