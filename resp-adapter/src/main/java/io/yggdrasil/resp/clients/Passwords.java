package io.yggdrasil.resp.clients;

import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.session.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one user and its password, {@code requirepass}. */
public final class Passwords {
    /** The only user. */
    public static final String DEFAULT_USER = "default";

    private final Parameter password;

    /** Reads the password from the parameters, each time anew. */
    public Passwords(Parameters parameters) {
        this.password = parameters.get("requirepass");
    }

    /** Whether clients must give a password. */
    public boolean isRequired() {
        return !password.text().isEmpty();
    }

    /** Lets a new or reset client in when no password is required. */
    public void admit(Session session) {
        session.user(isRequired() ? null : DEFAULT_USER);
    }

    /**
     * Whether user and password fit. Takes the same time wherever the password differs: digests are compared.
     */
    public boolean accepts(String user, byte[] given) {
        boolean right =
                MessageDigest.isEqual(digest(given), digest(password.text().getBytes(StandardCharsets.UTF_8)));
        return user.equals(DEFAULT_USER) && (right || !isRequired());
    }

    /** The user that CLIENT LIST shows: the default one also before authentication. */
    public static String userOf(Session session) {
        String user = session.user();
        return user == null ? DEFAULT_USER : user;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
