package io.yggdrasil.ignite.region;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.YggdrasilException.Kind;
import io.yggdrasil.tier.region.ByteSize;
import io.yggdrasil.tier.region.RegionChoice;
import io.yggdrasil.tier.region.RegionException;
import io.yggdrasil.tier.region.RegionMedia;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data regions of a node that live in a medium of the machine. They are opened before Ignite starts anything, so that
 * what is missing is told in one line, and added to the node's configuration, from which Ignite takes its segments later.
 *
 * <p>Threads: opened and closed by the thread that starts and stops the node; {@link #views} by any.
 */
public final class DataRegions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataRegions.class);

    /** Ignite makes parts of a persistent region at least as large, whatever its size. */
    private static final long PART_LEAST_BYTES = 1L << 20;

    private volatile List<RegionChoice> choices = List.of();

    private @Nullable DataStorageConfiguration storage;

    private DataRegionConfiguration @Nullable [] before;

    private DataRegions() {}

    /** No regions. */
    public static DataRegions none() {
        return new DataRegions();
    }

    /**
     * Opens the regions and adds them to a node's configuration, until they are closed.
     *
     * @throws YggdrasilException naming the first region that cannot be, and why; nothing is open then
     */
    public static DataRegions open(List<RegionDeclaration> declarations, IgniteConfiguration ignite) {
        DataRegions regions = new DataRegions();
        if (declarations.isEmpty()) {
            return regions;
        }
        try {
            regions.openAll(declarations, ignite);
        } catch (RuntimeException e) {
            regions.close();
            throw e;
        }
        return regions;
    }

    private void openAll(List<RegionDeclaration> declarations, IgniteConfiguration ignite) {
        DataStorageConfiguration all = ignite.getDataStorageConfiguration();
        if (all == null) {
            all = new DataStorageConfiguration();
            ignite.setDataStorageConfiguration(all);
        }
        List<DataRegionConfiguration> added = new ArrayList<>();
        for (RegionDeclaration declaration : declarations) {
            RegionChoice choice = choose(declaration);
            choices = Stream.concat(choices.stream(), Stream.of(choice)).toList();
            added.add(configuration(choice, declaration.persistent(), concurrency(all)));
        }
        storage = all;
        before = all.getDataRegionConfigurations();
        Stream<DataRegionConfiguration> existing = before == null ? Stream.empty() : Arrays.stream(before);
        all.setDataRegionConfigurations(
                Stream.concat(existing, added.stream()).toArray(DataRegionConfiguration[]::new));
    }

    private static RegionChoice choose(RegionDeclaration declaration) {
        String name = declaration.request().name();
        try {
            RegionChoice choice = RegionMedia.choose(declaration.request());
            if (choice.isTwin()) {
                LOG.warn(
                        "Region {} is in DRAM instead of {}: {}",
                        name,
                        choice.request().kind().label(),
                        choice.reason());
            }
            return choice;
        } catch (RegionException e) {
            throw new YggdrasilException(Kind.RESOURCE, "region " + name + ": " + e.getMessage(), e);
        }
    }

    private static int concurrency(DataStorageConfiguration storage) {
        int configured = storage.getConcurrencyLevel();
        return configured < 2 ? Runtime.getRuntime().availableProcessors() : configured; // As Ignite does.
    }

    private static DataRegionConfiguration configuration(RegionChoice choice, boolean persistent, int concurrency) {
        long bytes = choice.region().bytes();
        RegionSizes sizes = persistent ? RegionSizes.persistent(bytes, concurrency) : RegionSizes.inMemory(bytes);
        if (persistent && sizes.maxBytes() < concurrency * PART_LEAST_BYTES) {
            throw new YggdrasilException(
                    Kind.USER,
                    "region " + choice.request().name() + ": " + ByteSize.text(bytes) + " are too few for "
                            + concurrency + " processors: " + ByteSize.text(2 * concurrency * PART_LEAST_BYTES)
                            + " are enough");
        }
        DataRegionConfiguration configuration = new DataRegionConfiguration()
                .setName(choice.request().name())
                .setInitialSize(sizes.initialBytes())
                .setMaxSize(sizes.maxBytes())
                .setMemoryAllocator(new RegionAllocator(choice.region()))
                .setPersistenceEnabled(persistent);
        return persistent ? configuration.setCheckpointPageBufferSize(sizes.checkpointBytes()) : configuration;
    }

    /** The regions as they are now, in the order of the configuration. */
    public List<RegionView> views() {
        return choices.stream().map(RegionView::of).toList();
    }

    /** Takes the regions out of the configuration and gives their memory back; Ignite must have stopped using it. */
    @Override
    public void close() {
        if (storage != null) {
            storage.setDataRegionConfigurations(before);
            storage = null;
        }
        List<RegionChoice> open = choices;
        choices = List.of();
        open.forEach(choice -> choice.region().close());
    }
}
