package io.yggdrasil.resp.command.server;

import io.yggdrasil.resp.command.Call;
import io.yggdrasil.resp.command.DeferredReply;
import io.yggdrasil.resp.command.RedisException;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/** DEBUG JMAP: the classes that take most of the Java heap. It walks the heap, so it runs on a thread of its own. */
final class HeapHistogram {
    private static final int LINES = 60;

    private HeapHistogram() {}

    static void write(Call call) {
        if (!call.canDefer()) {
            throw new RedisException("ERR DEBUG JMAP cannot be a part of a transaction or script");
        }
        DeferredReply later = call.defer();
        Thread walker = new Thread(
                () -> {
                    String text = take();
                    later.complete(reply -> reply.verbatim("txt", text));
                },
                "resp-heap-histogram");
        walker.setDaemon(true);
        walker.start();
    }

    private static String take() {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(text).lines().limit(LINES).collect(Collectors.joining("\n", "", "\n"));
        } catch (JMException e) {
            return "This Java machine tells nothing of its heap: " + e.getMessage() + "\n";
        }
    }
}
