package io.yggdrasil.resp.command.server;

import static io.yggdrasil.resp.command.CommandFlag.LOADING;
import static io.yggdrasil.resp.command.CommandFlag.STALE;

import io.yggdrasil.resp.command.AclCategory;
import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.command.CommandFamily;
import io.yggdrasil.resp.command.CommandGroup;
import io.yggdrasil.resp.command.CommandTable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** INFO: sections of lines. Other features may add a section of their own before the server starts. */
public final class InfoCommand implements CommandFamily {
    private final Map<String, InfoSection> sections = new LinkedHashMap<>();
    private final Set<String> defaults = new HashSet<>();

    /** Makes INFO with Redis's sections in Redis's order. */
    public InfoCommand(ServerFacts facts) {
        add("server", true, new ServerSection(facts));
        add("clients", true, new ClientsSection(facts));
        add("memory", true, new MemorySection(facts));
        add("persistence", true, new PersistenceSection(facts));
        add("stats", true, new StatsSection(facts));
        add("replication", true, new ReplicationSection(facts));
        add("cpu", true, (call, lines) -> ProcessFacts.writeCpu(lines));
        add("modules", true, (call, lines) -> {});
        CommandSections commands = new CommandSections(facts);
        add("commandstats", false, (call, lines) -> commands.writeCounts(lines));
        add("errorstats", true, (call, lines) -> commands.writeErrors(lines));
        add("latencystats", false, (call, lines) -> commands.writeLatencies(lines));
        add(
                "cluster",
                true,
                (call, lines) -> lines.add("cluster_enabled", facts.parameters().isOn("cluster-enabled") ? 1 : 0));
        add("keyspace", true, InfoCommand::writeKeyspace);
        add("tiers", true, (call, lines) -> facts.host().tiers().forEach(lines::add));
    }

    /**
     * Adds a section behind the others.
     *
     * @param name its name, lower case
     * @param byDefault whether INFO without arguments shows it
     */
    public void add(String name, boolean byDefault, InfoSection section) {
        sections.put(name, section);
        if (byDefault) {
            defaults.add(name);
        }
    }

    @Override
    public void register(CommandTable table) {
        table.add(Command.named("info")
                .arity(-1)
                .syntax("[section...]")
                .flags(LOADING, STALE)
                .acl(AclCategory.DANGEROUS)
                .group(CommandGroup.SERVER)
                .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                .summary("Tells how the server does.")
                .handler(this::info));
    }

    private void info(Call call) {
        Set<String> wanted = wanted(call);
        InfoLines lines = new InfoLines();
        sections.forEach((name, section) -> {
            if (wanted.contains(name)) {
                lines.open(name);
                section.write(call, lines);
            }
        });
        call.reply().verbatim("txt", lines.toString());
    }

    private Set<String> wanted(Call call) {
        if (call.count() == 1) {
            return defaults;
        }
        Set<String> wanted = new HashSet<>();
        for (int i = 1; i < call.count(); i++) {
            String name = call.text(i).toLowerCase(Locale.ROOT);
            switch (name) {
                case "default" -> wanted.addAll(defaults);
                case "all", "everything" -> wanted.addAll(sections.keySet());
                case "module_list" -> wanted.add("modules");
                default -> wanted.add(name);
            }
        }
        return wanted;
    }

    private static void writeKeyspace(Call call, InfoLines lines) {
        for (int i = 0; i < call.databases(); i++) {
            long keys = call.keyspace(i).size();
            if (keys > 0) {
                lines.add(
                        "db" + i,
                        "keys=" + keys + ",expires=" + call.keyspace(i).expiringKeys() + ",avg_ttl=0");
            }
        }
    }
}
