package io.yggdrasil.resp.state;

import io.yggdrasil.resp.clients.ClientRegistry;
import io.yggdrasil.resp.clients.ClientType;
import io.yggdrasil.resp.parameter.OutputLimits;
import io.yggdrasil.resp.parameter.OutputLimits.Limit;
import io.yggdrasil.resp.parameter.Parameter;
import io.yggdrasil.resp.parameter.Parameters;
import io.yggdrasil.resp.session.Session;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code client-output-buffer-limit}: closes clients that leave too many bytes of replies unread, at once or when they do
 * so for too long. Looked at from time to time, on one thread.
 */
final class OutputLimit {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLimit.class);

    private final ClientRegistry clients;
    private final Map<Long, Long> overSinceMillis = new HashMap<>();
    private volatile OutputLimits limits;

    OutputLimit(ClientRegistry clients, Parameters parameters) {
        this.clients = clients;
        Parameter parameter = parameters.get("client-output-buffer-limit");
        this.limits = OutputLimits.of(parameter.text());
        parameter.onChange(changed -> limits = OutputLimits.of(changed.text()));
    }

    void enforce(long nowMillis) {
        OutputLimits current = limits;
        clients.forEach(session -> enforce(session, current, nowMillis));
        overSinceMillis.keySet().removeIf(id -> clients.find(id) == null);
    }

    private void enforce(Session session, OutputLimits current, long nowMillis) {
        Limit limit = ClientType.of(session) == ClientType.PUBSUB ? current.pubsub() : current.normal();
        if (!limit.isNone() && isOver(session, limit, nowMillis)) {
            LOG.info("Client {} is closed: it does not read its replies", session.id());
            overSinceMillis.remove(session.id());
            session.link().close(false);
        }
    }

    private boolean isOver(Session session, Limit limit, long nowMillis) {
        long bytes = session.link().outputBytes();
        if (limit.hardBytes() != 0 && Long.compareUnsigned(bytes, limit.hardBytes()) >= 0) {
            return true;
        }
        if (limit.softBytes() == 0 || Long.compareUnsigned(bytes, limit.softBytes()) < 0) {
            overSinceMillis.remove(session.id());
            return false;
        }
        long since = overSinceMillis.computeIfAbsent(session.id(), id -> nowMillis);
        return nowMillis - since > limit.softSeconds() * 1000;
    }
}
