package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;

/** One section of INFO. */
@FunctionalInterface
public interface InfoSection {
    /** Writes the section's lines. */
    void write(Call call, InfoLines lines);
}
