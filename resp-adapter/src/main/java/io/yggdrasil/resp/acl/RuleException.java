package io.yggdrasil.resp.acl;

/** A rule that cannot be applied; the message is Redis's. */
public final class RuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String UNKNOWN = "Unknown command or category name in ACL";

    private RuleException(String message) {
        super(message);
    }

    static RuleException syntax() {
        return new RuleException("Syntax error");
    }

    static RuleException unknownCommand() {
        return new RuleException(UNKNOWN);
    }

    static RuleException keysBehindAll() {
        return new RuleException(
                "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not"
                        + " have any effect. Try 'resetkeys' to start with an empty list of patterns");
    }

    static RuleException channelsBehindAll() {
        return new RuleException(
                "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not"
                        + " have any effect. Try 'resetchannels' to start with an empty list of channels");
    }

    static RuleException noSuchPassword() {
        return new RuleException("The password you are trying to remove from the user does not exist");
    }

    static RuleException badHash() {
        return new RuleException(
                "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters");
    }

    static RuleException argumentOfSubcommand() {
        return new RuleException("Allowing first-arg of a subcommand is not supported");
    }

    /** Whether the rule names a command or category that there is not. */
    boolean isOfUnknownCommand() {
        return UNKNOWN.equals(getMessage());
    }

    /** The message. */
    public String text() {
        return String.valueOf(getMessage());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // It goes to the client, who knows where it was.
    }
}
