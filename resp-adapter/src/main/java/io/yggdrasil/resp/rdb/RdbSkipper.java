package io.yggdrasil.resp.rdb;

/** Finds the end of a value: reads over it without looking into its strings. */
final class RdbSkipper {
    private static final int PENDING_FACTS_BYTES = 16 + Long.BYTES;
    private static final int RAW_ID_BYTES = 16;

    private static final int MODULE_END = 0;
    private static final int MODULE_SIGNED = 1;
    private static final int MODULE_UNSIGNED = 2;
    private static final int MODULE_FLOAT = 3;
    private static final int MODULE_DOUBLE = 4;
    private static final int MODULE_STRING = 5;

    private final RdbInput in;

    RdbSkipper(RdbInput in) {
        this.in = in;
    }

    /** Reads over a value of a type; one that nobody can find the end of is an error. */
    void value(int type) {
        switch (type) {
            case RdbType.LIST, RdbType.SET, RdbType.LIST_QUICKLIST -> times(in::skipString);
            case RdbType.HASH -> times(this::pair);
            case RdbType.ZSET ->
                times(() -> {
                    in.skipString();
                    in.skip(Double.BYTES);
                });
            case RdbType.ZSET_TEXT_SCORES ->
                times(() -> {
                    in.skipString();
                    in.textDouble();
                });
            case RdbType.LIST_QUICKLIST_2 ->
                times(() -> {
                    in.length();
                    in.skipString();
                });
            case RdbType.STREAM_LISTPACKS, RdbType.STREAM_LISTPACKS_2, RdbType.STREAM_LISTPACKS_3 -> stream(type);
            case RdbType.MODULE_2 -> module();
            case RdbType.HASH_EXPIRIES_BETA, RdbType.HASH_EXPIRIES -> expiringHash(type);
            case RdbType.HASH_LISTPACK_EXPIRIES -> {
                in.skip(Long.BYTES);
                in.skipString();
            }
            default -> packed(type);
        }
    }

    private void packed(int type) {
        if (!RdbType.isReadable(type)) {
            throw new RdbFormatException("values of type " + type + " are not known, nor where they end");
        }
        in.skipString();
    }

    private void times(Runnable part) {
        for (long left = in.length(); left > 0; left--) {
            part.run();
        }
    }

    private void pair() {
        in.skipString();
        in.skipString();
    }

    private void expiringHash(int type) {
        if (type == RdbType.HASH_EXPIRIES) {
            in.skip(Long.BYTES);
        }
        times(() -> {
            in.length();
            pair();
        });
    }

    private void stream(int type) {
        boolean isCounted = type >= RdbType.STREAM_LISTPACKS_2;
        times(this::pair);
        in.length();
        ids(isCounted ? 3 : 1);
        if (isCounted) {
            in.unsigned();
        }
        times(() -> {
            in.skipString();
            ids(1);
            if (isCounted) {
                in.unsigned();
            }
            times(() -> {
                in.skip(PENDING_FACTS_BYTES);
                in.unsigned();
            });
            times(() -> consumer(type));
        });
    }

    private void consumer(int type) {
        in.skipString();
        in.skip(type == RdbType.STREAM_LISTPACKS_3 ? 2 * Long.BYTES : Long.BYTES);
        times(() -> in.skip(RAW_ID_BYTES));
    }

    private void ids(int count) {
        for (int left = 2 * count; left > 0; left--) {
            in.unsigned();
        }
    }

    /** A module's id and values, each behind what kind it is of. */
    void module() {
        in.unsigned();
        for (long kind = in.length(); kind != MODULE_END; kind = in.length()) {
            switch ((int) Math.min(kind, Integer.MAX_VALUE)) {
                case MODULE_SIGNED, MODULE_UNSIGNED -> in.unsigned();
                case MODULE_FLOAT -> in.skip(Float.BYTES);
                case MODULE_DOUBLE -> in.skip(Double.BYTES);
                case MODULE_STRING -> in.skipString();
                default -> throw new RdbFormatException("module data of the unknown kind " + kind);
            }
        }
    }
}
