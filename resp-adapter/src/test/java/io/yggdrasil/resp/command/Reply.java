package io.yggdrasil.resp.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * One parsed reply, RESP2 or RESP3.
 *
 * @param type the reply's first byte: {@code + - : $ * _ # , ( = % ~ >}
 * @param bytes content of a scalar without framing; null for null and for aggregates
 * @param elements elements of an aggregate (keys and values of a map in turn); null otherwise
 */
@NullMarked
public record Reply(
        char type, byte @Nullable [] bytes, @Nullable List<Reply> elements) {
    /** The only reply in {@code bytes}. */
    public static Reply parse(byte[] bytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try {
            Reply reply = read(in);
            if (in.available() > 0) {
                throw new IllegalStateException("bytes behind the reply: " + escape(in.readAllBytes()));
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(escape(bytes), e);
        }
    }

    /** The next reply from {@code in}. */
    public static Reply read(InputStream in) throws IOException {
        int type = in.read();
        if (type < 0) {
            throw new EOFException("no reply");
        }
        byte[] line = readLine(in);
        switch (type) {
            case '+', '-', ':', ',', '(', '#':
                return new Reply((char) type, line, null);
            case '_':
                return new Reply('_', null, null);
            case '$', '=': {
                int length = number(line);
                if (length < 0) {
                    return new Reply((char) type, null, null);
                }
                byte[] bulk = in.readNBytes(length);
                if (bulk.length < length || in.read() != '\r' || in.read() != '\n') {
                    throw new EOFException("bulk of " + length + " bytes is cut off or not terminated");
                }
                return new Reply((char) type, bulk, null);
            }
            case '*', '~', '>', '%': {
                int count = number(line);
                if (count < 0) {
                    return new Reply((char) type, null, null);
                }
                List<Reply> elements = new ArrayList<>();
                for (int i = 0; i < (type == '%' ? 2 * count : count); i++) {
                    elements.add(read(in));
                }
                return new Reply((char) type, null, elements);
            }
            default:
                throw new IOException("type " + (char) type + " of line " + escape(line));
        }
    }

    /**
     * The same with the elements of aggregates sorted, {@code group} of them at a time; for replies that come in any order.
     */
    public Reply sorted(int group) {
        if (elements == null) {
            return this;
        }
        boolean nested = !elements.isEmpty() && elements.get(0).elements != null;
        int step = nested ? 1 : group;
        List<List<Reply>> groups = new ArrayList<>();
        for (int i = 0; i < elements.size(); i += step) {
            List<Reply> members = elements.subList(i, Math.min(i + step, elements.size()));
            groups.add(members.stream().map(member -> member.sorted(group)).collect(Collectors.toList()));
        }
        groups.sort(java.util.Comparator.comparing(Object::toString));
        return new Reply(type, bytes, groups.stream().flatMap(List::stream).collect(Collectors.toList()));
    }

    /** Whether it is an error. */
    public boolean isError() {
        return type == '-';
    }

    /** Whether it is a null of any kind. */
    public boolean isNull() {
        return bytes == null && elements == null;
    }

    /** A scalar's content as text. */
    public String text() {
        byte[] content = bytes;
        if (content == null) {
            throw new IllegalStateException("not a scalar: " + this);
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    /** A scalar's content as an integer. */
    public long integer() {
        return Long.parseLong(text());
    }

    /** Element {@code index} of an aggregate. */
    public Reply at(int index) {
        return all().get(index);
    }

    /** All elements of an aggregate. */
    public List<Reply> all() {
        List<Reply> list = elements;
        if (list == null) {
            throw new IllegalStateException("not an aggregate: " + this);
        }
        return list;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reply that
                && type == that.type
                && Arrays.equals(bytes, that.bytes)
                && Objects.equals(elements, that.elements);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, Arrays.hashCode(bytes), elements);
    }

    /**
     * Short form for assertions: {@code OK}, {@code 3}, {@code -ERR text}, {@code "bulk\x00"}, {@code nil},
     * {@code [1, "a"]}, {@code {"k": 1}}, {@code ~[..]}, {@code >[..]}, {@code ,1.5}, {@code #t}, {@code (123}.
     */
    @Override
    public String toString() {
        if (elements != null) {
            String inner = type == '%'
                    ? pairs(elements)
                    : elements.stream().map(Reply::toString).collect(Collectors.joining(", "));
            return switch (type) {
                case '%' -> "{" + inner + "}";
                case '*' -> "[" + inner + "]";
                default -> type + "[" + inner + "]";
            };
        }
        if (bytes == null) {
            return "nil";
        }
        return switch (type) {
            case '+', ':' -> text();
            case '$' -> '"' + escape(bytes) + '"';
            default -> type + escape(bytes);
        };
    }

    private static String pairs(List<Reply> elements) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < elements.size(); i += 2) {
            pairs.add(elements.get(i) + ": " + elements.get(i + 1));
        }
        return String.join(", ", pairs);
    }

    /** Bytes as printable text; what is not printable becomes {@code \xHH}. */
    public static String escape(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            if (b < ' ' || b > '~' || b == '\\' || b == '"') {
                out.append(String.format("\\x%02x", b & 0xff));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    private static int number(byte[] line) {
        return Integer.parseInt(new String(line, StandardCharsets.ISO_8859_1));
    }

    private static byte[] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        for (; b >= 0 && b != '\r'; b = in.read()) {
            line.write(b);
        }
        if (b < 0 || in.read() != '\n') {
            throw new EOFException("line is cut off or not terminated: " + escape(line.toByteArray()));
        }
        return line.toByteArray();
    }
}
