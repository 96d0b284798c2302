package io.yggdrasil.ignite.internals;

import java.nio.ByteBuffer;
import org.apache.ignite.plugin.extensions.communication.Message;
import org.apache.ignite.plugin.extensions.communication.MessageReader;
import org.apache.ignite.plugin.extensions.communication.MessageWriter;

/**
 * One message between nodes: bytes that Ignite's communication carries as they are. The public messaging API would
 * marshal them, with their topic and class loading, for every message.
 */
public final class Parcel implements Message {
    /** Ignite's own types end at a few hundred; this one is far from them. */
    static final short TYPE = 0x5967;

    private static final long serialVersionUID = 0L;
    private static final byte[] NOTHING = {};

    private byte[] bytes;
    private final int length;

    /** Made by Ignite, to be read into. */
    public Parcel() {
        this(NOTHING, 0);
    }

    Parcel(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean writeTo(ByteBuffer buffer, MessageWriter writer) {
        writer.setBuffer(buffer);
        if (!writer.isHeaderWritten()) {
            if (!writer.writeHeader(directType(), fieldsCount())) {
                return false;
            }
            writer.onHeaderWritten();
        }
        if (writer.state() == 0) {
            if (!writer.writeByteArray("bytes", bytes, 0, length)) {
                return false;
            }
            writer.incrementState();
        }
        return true;
    }

    @Override
    public boolean readFrom(ByteBuffer buffer, MessageReader reader) {
        reader.setBuffer(buffer);
        if (!reader.beforeMessageRead()) {
            return false;
        }
        if (reader.state() == 0) {
            byte[] read = reader.readByteArray("bytes");
            if (!reader.isLastRead()) {
                return false;
            }
            bytes = read == null ? NOTHING : read;
            reader.incrementState();
        }
        return reader.afterMessageRead(Parcel.class);
    }

    @Override
    public short directType() {
        return TYPE;
    }

    @Override
    public byte fieldsCount() {
        return 1;
    }

    @Override
    public void onAckReceived() {}

    @Override
    public String toString() {
        return "Parcel[bytes=" + bytes.length + "]";
    }
}
