package io.yggdrasil.resp.acl;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Users of this process alone: for a server that has no grid behind it, and before it has. */
final class LocalUserStore implements UserStore {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable String text;

    @Override
    public @Nullable String text() {
        return text;
    }

    @Override
    public void change(Function<@Nullable String, @Nullable String> change) {
        synchronized (this) {
            String next = change.apply(text);
            if (next == null) {
                return;
            }
            text = next;
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
