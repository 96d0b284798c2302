/**
 * The command line.
 *
 * <p>Purpose: options and their mistakes, the life of the process, its exit codes. Entry point: {@link
 * io.yggdrasil.resp.cli.CommandLines}.
 *
 * <p>Exit codes: 0 done or stopped; 1 the server does not start, or a command failed or did not do all; 2 wrong options or configuration; 3 the server had to give
 * up while it ran.
 *
 * <p>Threads: the main thread starts, a shutdown hook stops. Cold.
 */
@NullMarked
package io.yggdrasil.resp.cli;

import org.jspecify.annotations.NullMarked;
