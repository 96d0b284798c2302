package io.yggdrasil.resp.command;

import java.util.Locale;

/** The reply of a container's HELP: one line a subcommand, one indented line on what it does. */
public final class Help implements CommandHandler {
    private final String container;
    private final String[] lines;

    /**
     * Makes the help of a container.
     *
     * @param lines in turn a subcommand with its arguments and, indented by four blanks, what it does
     */
    public Help(String container, String... lines) {
        this.container = container.toUpperCase(Locale.ROOT);
        this.lines = lines.clone();
    }

    /** The declaration of {@code <container> HELP}. */
    public Command.Builder declare() {
        return Command.named("help")
                .arity(2)
                .flags(CommandFlag.LOADING, CommandFlag.STALE)
                .summary("Lists the subcommands.")
                .handler(this);
    }

    @Override
    public void execute(Call call) {
        call.reply().array(lines.length + 3);
        call.reply().simple(container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        for (String line : lines) {
            call.reply().simple(line);
        }
        call.reply().simple("HELP");
        call.reply().simple("    Print this help.");
    }
}
