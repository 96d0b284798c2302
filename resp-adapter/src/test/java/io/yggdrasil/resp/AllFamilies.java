package io.yggdrasil.resp;

import io.yggdrasil.resp.command.CommandTable;
import io.yggdrasil.resp.command.cluster.ClusterMap;
import io.yggdrasil.resp.state.ServerState;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.NullMarked;

/** The table of a whole server, for tests that look at the commands' declarations. There is no cluster behind it. */
@NullMarked
public final class AllFamilies {
    private AllFamilies() {}

    /** Registers every family with the state's table. */
    public static CommandTable of(ServerState state) {
        ClusterMap none = (ClusterMap) Proxy.newProxyInstance(
                ClusterMap.class.getClassLoader(), new Class<?>[] {ClusterMap.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        return Families.register(state, none, (order, place) -> {
            throw new UnsupportedOperationException("migrate");
        });
    }
}
