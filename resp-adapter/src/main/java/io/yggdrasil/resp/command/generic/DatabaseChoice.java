package io.yggdrasil.resp.command.generic;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.RedisException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads database numbers from arguments. */
final class DatabaseChoice {
    private final BooleanSupplier clusterMode;

    DatabaseChoice(BooleanSupplier clusterMode) {
        this.clusterMode = clusterMode;
    }

    boolean isClusterMode() {
        return clusterMode.getAsBoolean();
    }

    /** The database at argument {@code index}. */
    static int at(Call call, int index) {
        return checked(call, number(call, index, null));
    }

    /** Argument {@code index} as a 32-bit integer; {@code error} is the reply when it is none, null for the usual. */
    static int number(Call call, int index, @Nullable String error) {
        long number = call.integer(index, error);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw new RedisException(
                    error == null
                            ? "ERR value is out of range, value must between " + Integer.MIN_VALUE + " and "
                                    + Integer.MAX_VALUE
                            : error);
        }
        return (int) number;
    }

    /** The number, which must be a database's. */
    static int checked(Call call, int number) {
        if (number < 0 || number >= call.databases()) {
            throw new RedisException("ERR DB index is out of range");
        }
        return number;
    }
}
