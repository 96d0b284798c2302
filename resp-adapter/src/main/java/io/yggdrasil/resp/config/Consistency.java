package io.yggdrasil.resp.config;

import io.yggdrasil.accel.Accelerators;
import io.yggdrasil.ignite.ConfigurationException;
import io.yggdrasil.resp.config.ServerConfiguration.Grid;
import io.yggdrasil.resp.config.ServerConfiguration.NamespaceEntry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;

/** What no single value shows: values that do not go together. */
final class Consistency {
    private static final Pattern BEAN_PATH =
            Pattern.compile("(?:defaults|namespaces\\[(?<index>\\d+)]|regions\\[(?<region>\\d+)])\\.(?<property>\\w+)");

    private static final String NEITHER =
            "the databases are db0 to db15; a namespace with another name needs a prefix of "
                    + Settings.PREFIX.kind().allowed();

    private final ServerConfiguration configuration;
    private final Values values;
    private final List<Mistake> mistakes = new ArrayList<>();

    Consistency(ServerConfiguration configuration, Values values) {
        this.configuration = configuration;
        this.values = values;
    }

    List<Mistake> mistakes() {
        checkPorts();
        checkJoin();
        checkBuffers();
        checkNamespaces();
        checkDurability("appendonly", "yes"::equalsIgnoreCase);
        checkDurability("save", points -> !points.isEmpty());
        checkEviction();
        checkAccelerators(Settings.ACCEL_USE);
        checkAccelerators(Settings.ACCEL_FORBID);
        return mistakes;
    }

    /** As parameters of Redis they may stand in the file; they promise what only a folder for the data keeps. */
    private void checkDurability(String parameter, Predicate<String> promises) {
        String value = configuration.parameters().getOrDefault(parameter, "");
        if (promises.test(value) && !configuration.storage().isPersistent()) {
            mistakes.add(new Mistake(
                    parameter,
                    value,
                    values.parameterSource(parameter),
                    "data are in memory only; set data to a folder"));
        }
    }

    /** What is on disk stays there; a policy that evicts would promise room that nobody makes. */
    private void checkEviction() {
        String policy = configuration.parameters().get("maxmemory-policy");
        if (policy != null
                && !policy.equals("noeviction")
                && configuration.storage().isPersistent()) {
            mistakes.add(
                    new Mistake(
                            "maxmemory-policy",
                            policy,
                            values.parameterSource("maxmemory-policy"),
                            "noeviction, since data is a folder: what does not fit into memory is on disk, nothing is evicted"));
        }
    }

    /** Whether one that is to be used is there shows only where it is used. */
    private void checkAccelerators(Setting<List<String>> names) {
        for (String name : values.get(names)) {
            List<String> known = Accelerators.known();
            if (!known.contains(name)) {
                mistakes.add(new Mistake(
                        names.key(),
                        name,
                        values.source(names),
                        "there is no such accelerator; there are " + String.join(", ", known)));
            }
        }
    }

    private void checkPorts() {
        checkRange(Settings.CLIENT_PORT);
        checkRange(Settings.DISCOVERY_PORT);
        checkRange(Settings.COMMUNICATION_PORT);
    }

    private void checkRange(Setting<Integer> port) {
        int range = values.get(Settings.PORT_RANGE);
        if (values.get(port) + range > 65535) {
            add(port, "at most " + (65535 - range) + ", since ignite.port-range is " + range);
        }
    }

    private void checkJoin() {
        Grid grid = configuration.grid();
        if (!isLoopback(grid.bind())) {
            return;
        }
        for (HostAndPort other : grid.join()) {
            if (!isLoopback(other.host())) {
                mistakes.add(new Mistake(
                        "join",
                        other.toString(),
                        values.source(Settings.JOIN),
                        "a node on ignite.bind=" + grid.bind() + " cannot reach it; set ignite.bind to this machine's"
                                + " address"));
            }
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // A name that is not known yet is elsewhere.
        }
    }

    private void checkBuffers() {
        if (configuration.clients().bulkBytesMax() > configuration.clients().queryBufferBytesMax()) {
            add(Settings.PROTO_MAX_BULK_LEN, "at most client-query-buffer-limit");
        }
    }

    private <T> void add(Setting<T> setting, String complaint) {
        String value = setting.kind().writer().apply(values.get(setting));
        mistakes.add(new Mistake(setting.key(), value, values.source(setting), "allowed is " + complaint));
    }

    /** The plugin checks its own bean; its complaints are told in the words of this configuration. */
    private void checkNamespaces() {
        DataRegionConfiguration region = new DataRegionConfiguration()
                .setPersistenceEnabled(configuration.storage().isPersistent());
        IgniteConfiguration node = new IgniteConfiguration()
                .setDataStorageConfiguration(new DataStorageConfiguration().setDefaultDataRegionConfiguration(region));
        for (ConfigurationException.Mistake found : PluginBean.of(configuration).mistakes(node)) {
            mistakes.add(translate(found));
        }
    }

    private Mistake translate(ConfigurationException.Mistake found) {
        String value = found.value() == null ? "(not set)" : found.value();
        Matcher matcher = BEAN_PATH.matcher(found.name());
        if (!matcher.matches()) {
            return new Mistake(found.name(), value, "configuration", "allowed is " + found.allowed());
        }
        String property = matcher.group("property").equals("dataRegion")
                ? Settings.property(Settings.NAMESPACE_REGION)
                : matcher.group("property").replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        String region = matcher.group("region");
        if (region != null) {
            return regionMistake(Integer.parseInt(region), property, value, found.allowed());
        }
        String index = matcher.group("index");
        if (index == null) {
            String key = Settings.NAMESPACE + "." + Settings.DEFAULTS + "." + property;
            Setting<?> setting = Settings.all().get(key);
            String source = setting == null ? "configuration" : values.source(setting);
            return new Mistake(key, value, source, "allowed is " + found.allowed());
        }
        NamespaceEntry entry = configuration.namespaces().get(Integer.parseInt(index));
        String path = Settings.NAMESPACE + "." + entry.name();
        if (property.equals(Settings.PREFIX.key()) && entry.prefix().isEmpty()) {
            return new Mistake(path, "", values.source(Settings.NAMESPACE, entry.name()), NEITHER);
        }
        String key = property.equals("name") ? path : path + "." + property;
        return new Mistake(
                key,
                property.equals("name") ? "" : value,
                values.source(Settings.NAMESPACE, entry.name()),
                (property.equals("name") ? "as a name, allowed is " : "allowed is ") + found.allowed());
    }

    private Mistake regionMistake(int index, String property, String value, String allowed) {
        String name = configuration.regions().get(index).name();
        String path = Settings.REGION + "." + name;
        return property.equals("name")
                ? new Mistake(path, "", values.source(Settings.REGION, name), "as a name, allowed is " + allowed)
                : new Mistake(
                        path + "." + property, value, values.source(Settings.REGION, name), "allowed is " + allowed);
    }
}
