package io.yggdrasil.resp.acl;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the {@link UserSet}'s text is kept, so that it is the same wherever it is kept. Threads: any. */
public interface UserStore {
    /** The text as it is known here; null while there is none. Does not block. */
    @Nullable
    String text();

    /**
     * Changes the text everywhere and returns when all have heard of it. Blocks.
     *
     * @param change makes the new text from the old (null: there is none); may be called several times. Null: it stays
     */
    void change(Function<@Nullable String, @Nullable String> change);

    /** Calls {@code listener} after each change, wherever it was made; it must be quick. */
    void onChange(Runnable listener);
}
