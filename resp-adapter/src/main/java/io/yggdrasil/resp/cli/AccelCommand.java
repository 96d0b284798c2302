package io.yggdrasil.resp.cli;

import io.yggdrasil.accel.Accelerators;
import io.yggdrasil.accel.checksum.ChecksumKind;
import io.yggdrasil.accel.compress.Compression;
import io.yggdrasil.accel.erasure.CodeShape;
import io.yggdrasil.accel.router.OffloadRouter;
import io.yggdrasil.accel.router.RouterConfiguration;
import io.yggdrasil.accel.vector.ElementType;
import io.yggdrasil.accel.vector.Measure;
import io.yggdrasil.resp.config.InvalidConfigurationException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./yggdrasil accel}: what accelerators this machine has, and which calls go to them. */
@Command(
        name = "accel",
        description = "What accelerators this machine has, how fast they are, and which calls go to them.",
        mixinStandardHelpOptions = true)
public final class AccelCommand implements Callable<Integer> {
    private static final CodeShape CODE = new CodeShape(6, 3);

    private static final int ZSTD_LEVEL = 3;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--fresh", description = "Measures anew what the profile file has.")
    private boolean fresh;

    @Option(
            names = "--millis",
            paramLabel = "MILLIS",
            description = "How long a thread works to measure an accelerator for an operation (default: 1000).")
    private int millis = 1_000;

    /** Made by picocli. */
    public AccelCommand() {}

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (millis < 0) {
            err.println("accel: --millis takes 0 or more");
            return ExitCode.WRONG_USE;
        }
        RouterConfiguration chosen;
        try {
            chosen = configuration.read().accelerators().withMeasuring(Duration.ofMillis(millis));
        } catch (InvalidConfigurationException e) {
            err.println("accel: " + e.getMessage());
            return ExitCode.WRONG_USE;
        }
        try {
            show(fresh ? chosen.afresh() : chosen);
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            err.println("accel: accel." + e.getMessage());
        }
        return ExitCode.FAILED;
    }

    private void show(RouterConfiguration chosen) {
        Accelerators found = Accelerators.find();
        try (OffloadRouter router = OffloadRouter.start(found, chosen)) {
            for (ChecksumKind kind : ChecksumKind.values()) {
                router.checksum(kind);
            }
            router.cipher();
            router.erasureCodec(CODE);
            router.compressor(Compression.LZ4);
            router.compressor(Compression.zstd(ZSTD_LEVEL));
            for (ElementType type : ElementType.values()) {
                router.vectorKernel(Measure.DOT, type);
            }
            router.awaitTrials();
            PrintWriter console = spec.commandLine().getOut();
            console.print(new AccelTable(found, chosen, router.report()).text());
            console.flush();
        }
    }
}
