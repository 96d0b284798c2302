package io.yggdrasil.ignite;

import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The configuration bean of one namespace, or of the defaults for all. What is not set comes from
 * {@link YggdrasilConfiguration#setDefaults}, and what is not set there from {@link NamespacePolicy#DEFAULT}.
 */
public final class NamespaceConfiguration {
    private int database;

    private @Nullable String prefix;

    private @Nullable String name;

    private @Nullable Integer backups;

    private @Nullable String dataRegion;

    private @Nullable Persistence persistence;

    private @Nullable CacheWriteSynchronizationMode writeSynchronizationMode;

    private @Nullable PartitionLossPolicy partitionLossPolicy;

    private @Nullable String sqlSchema;

    private @Nullable String sqlTable;

    private @Nullable Long memoryBytesMax;

    public int getDatabase() {
        return database;
    }

    /** Database number, 0 to 15. Default 0. */
    public NamespaceConfiguration setDatabase(int database) {
        this.database = database;
        return this;
    }

    public @Nullable String getPrefix() {
        return prefix;
    }

    /** Key prefix (UTF-8) that this namespace takes out of its database; unset: the rest of the database. */
    public NamespaceConfiguration setPrefix(@Nullable String prefix) {
        this.prefix = prefix;
        return this;
    }

    public @Nullable String getName() {
        return name;
    }

    /** Name of a prefix's namespace and of its cache. A database's is {@code db0} to {@code db15} and is not set. */
    public NamespaceConfiguration setName(@Nullable String name) {
        this.name = name;
        return this;
    }

    public @Nullable Integer getBackups() {
        return backups;
    }

    /** Copies of each entry on further nodes. */
    public NamespaceConfiguration setBackups(@Nullable Integer backups) {
        this.backups = backups;
        return this;
    }

    public @Nullable String getDataRegion() {
        return dataRegion;
    }

    /**
     * Name of a data region: one of {@link YggdrasilConfiguration#setRegions} or of the node's {@code
     * DataStorageConfiguration}.
     */
    public NamespaceConfiguration setDataRegion(@Nullable String dataRegion) {
        this.dataRegion = dataRegion;
        return this;
    }

    public @Nullable Persistence getPersistence() {
        return persistence;
    }

    /** What is demanded of the region. */
    public NamespaceConfiguration setPersistence(@Nullable Persistence persistence) {
        this.persistence = persistence;
        return this;
    }

    public @Nullable CacheWriteSynchronizationMode getWriteSynchronizationMode() {
        return writeSynchronizationMode;
    }

    /** Which copies have a write before it is acknowledged. */
    public NamespaceConfiguration setWriteSynchronizationMode(@Nullable CacheWriteSynchronizationMode mode) {
        writeSynchronizationMode = mode;
        return this;
    }

    public @Nullable PartitionLossPolicy getPartitionLossPolicy() {
        return partitionLossPolicy;
    }

    /** What happens to operations on partitions whose every owner is gone. */
    public NamespaceConfiguration setPartitionLossPolicy(@Nullable PartitionLossPolicy policy) {
        partitionLossPolicy = policy;
        return this;
    }

    public @Nullable String getSqlSchema() {
        return sqlSchema;
    }

    /** Schema of that table; unset: one with the name of the cache. */
    public NamespaceConfiguration setSqlSchema(@Nullable String sqlSchema) {
        this.sqlSchema = sqlSchema;
        return this;
    }

    public @Nullable String getSqlTable() {
        return sqlTable;
    }

    /** Name of the SQL table over the namespace's strings; unset: no table. */
    public NamespaceConfiguration setSqlTable(@Nullable String sqlTable) {
        this.sqlTable = sqlTable;
        return this;
    }

    public @Nullable Long getMemoryBytesMax() {
        return memoryBytesMax;
    }

    /**
     * What the entries, copies included, may take on each node while the node evicts, in bytes of keys and values; 0: no
     * such limit. Only where the region is in memory.
     */
    public NamespaceConfiguration setMemoryBytesMax(@Nullable Long memoryBytesMax) {
        this.memoryBytesMax = memoryBytesMax;
        return this;
    }
}
