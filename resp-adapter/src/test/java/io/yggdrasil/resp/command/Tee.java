package io.yggdrasil.resp.command;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Keeps a copy of what is read through it. */
public final class Tee extends FilterInputStream {
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    /** Reads from {@code in}. */
    public Tee(InputStream in) {
        super(in);
    }

    /** Begins the copy anew. */
    public void forget() {
        seen.reset();
    }

    /** What was read since. */
    public byte[] seen() {
        return seen.toByteArray();
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            seen.write(b);
        }
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0) {
            seen.write(bytes, offset, count);
        }
        return count;
    }
}
