package io.yggdrasil.resp.bench;

/**
 * Where a server listens.
 *
 * @param host host name or address
 * @param port TCP port
 */
record Endpoint(String host, int port) {
    /** Reads {@code host:port} or {@code port}. */
    static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port of '" + text + "' is not in 1..65535");
            }
            return new Endpoint(host, port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT", e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
