package io.yggdrasil.resp.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The start of a command line for another JVM like this one. */
final class JavaCommand {
    private JavaCommand() {}

    /** This JVM's program with the module options it was given itself or by its jar's manifest. */
    static List<String> base() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--add-") || argument.startsWith("--enable-") || argument.startsWith("--sun-")) {
                command.add(argument);
            }
        }
        for (String opened : openedByManifest()) {
            command.add("--add-opens=" + opened + "=ALL-UNNAMED");
        }
        return command;
    }

    /** What the runnable jar opens when it is started with {@code -jar}; empty when this JVM has a class path. */
    private static List<String> openedByManifest() {
        Path jar = Path.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)[0]);
        if (!jar.toString().endsWith(".jar")) {
            return List.of();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String opens =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Add-Opens");
            return opens == null ? List.of() : List.of(opens.trim().split("\\s+"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
