package io.yggdrasil.resp.replica;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** Speaks as a master does, and then does what a test wants. Links beyond the scripts' number get the last one. */
@NullMarked
final class FakeMaster implements AutoCloseable {
    private static final String ID = "0123456789".repeat(4);
    private static final String MARK = "abcdefghij".repeat(4);

    private final ServerSocket listening;
    private final AtomicInteger links = new AtomicInteger();

    private FakeMaster(ServerSocket listening) {
        this.listening = listening;
    }

    /** What becomes of a link. */
    @FunctionalInterface
    interface Script {
        /** Runs when the link asks for everything. */
        void run(Link link) throws IOException;
    }

    static FakeMaster start(Script... scripts) throws IOException {
        FakeMaster master = new FakeMaster(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(() -> master.serve(scripts), "fake-master");
        thread.setDaemon(true);
        thread.start();
        return master;
    }

    int port() {
        return listening.getLocalPort();
    }

    int links() {
        return links.get();
    }

    private void serve(Script[] scripts) {
        try {
            while (true) {
                Link link = new Link(listening.accept());
                link.greet();
                scripts[Math.min(links.getAndIncrement(), scripts.length - 1)].run(link);
            }
        } catch (IOException e) {
            return; // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    /** One link. */
    static final class Link {
        private final Socket socket;
        private final BufferedReader in;

        Link(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        }

        private void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        private void greet() throws IOException {
            String word;
            do {
                int words = Integer.parseInt(in.readLine().substring(1));
                word = "";
                for (int i = 0; i < words; i++) {
                    in.readLine();
                    String next = in.readLine();
                    word = i == 0 ? next : word;
                }
                send(word.equals("PSYNC") ? "\n+FULLRESYNC " + ID + " 100\r\n" : "+OK\r\n");
            } while (!word.equals("PSYNC"));
        }

        void sendFileOfLength(byte[] file, int sent) throws IOException {
            send("\n\n$" + file.length + "\r\n");
            socket.getOutputStream().write(file, 0, sent);
        }

        void sendFileWithMark(byte[] file) throws IOException {
            send("$EOF:" + MARK + "\r\n");
            socket.getOutputStream().write(file);
            send(MARK);
        }

        void sendCommand(String... words) throws IOException {
            socket.getOutputStream().write(Applier.encode(words));
        }

        void close() throws IOException {
            socket.close();
        }
    }
}
