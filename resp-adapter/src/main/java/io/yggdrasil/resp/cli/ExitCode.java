package io.yggdrasil.resp.cli;

/** What the process tells its parent when it ends. */
final class ExitCode {
    static final int DONE = 0;
    static final int NOT_STARTED = 1;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;
    static final int GAVE_UP = 3;

    private ExitCode() {}
}
