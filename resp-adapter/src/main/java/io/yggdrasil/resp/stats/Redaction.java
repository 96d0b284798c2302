package io.yggdrasil.resp.stats;

import io.yggdrasil.resp.command.Command;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.wire.Request;

/** Which arguments are secrets, so that SLOWLOG and MONITOR show them as redacted. */
public final class Redaction {
    /** What is shown instead. */
    public static final String REDACTED = "(redacted)";

    private final Parameters parameters;

    /** Makes the rules; {@code parameters} knows which values of CONFIG SET are secrets. */
    public Redaction(Parameters parameters) {
        this.parameters = parameters;
    }

    /** Whether argument {@code index} is a secret. */
    public boolean hides(Command command, Request request, int index) {
        return switch (command.fullName()) {
            case "auth" -> index >= 1;
            case "acl|setuser", "acl|deluser", "acl|getuser" -> index >= 2;
            case "hello" -> follows(request, index, "AUTH", 2);
            case "migrate" -> follows(request, index, "AUTH", 1) || follows(request, index, "AUTH2", 2);
            case "config|set" -> index >= 3 && index % 2 == 1 && isSecret(request.text(index - 1));
            default -> false;
        };
    }

    private boolean isSecret(String name) {
        Parameter parameter = parameters.find(name);
        return parameter != null && parameter.isSensitive();
    }

    private static boolean follows(Request request, int index, String word, int within) {
        for (int i = Math.max(1, index - within); i < index; i++) {
            if (request.is(i, word)) {
                return true;
            }
        }
        return false;
    }
}
