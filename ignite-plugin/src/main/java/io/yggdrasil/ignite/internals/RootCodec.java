package io.yggdrasil.ignite.internals;

import io.yggdrasil.ignite.YggdrasilException;
import io.yggdrasil.ignite.collection.RootValue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.binary.BinaryContext;
import org.apache.ignite.internal.binary.BinaryObjectImpl;
import org.apache.ignite.internal.binary.GridBinaryMarshaller;
import org.apache.ignite.internal.pagemem.PageUtils;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.binary.CacheObjectBinaryProcessorImpl;

/**
 * Roots of collections to and from Ignite's binary form, without its marshaller: an object that Ignite marshalled once
 * gives the header.
 *
 * <pre>
 *   header (24 bytes) | BYTE_ARR (u8) | length (i32) | root
 *   header: type id at 4, length of the whole at 12; all little-endian
 * </pre>
 *
 * Checked on Ignite 2.17.0: {@code GridBinaryMarshaller}, {@code BinaryWriterExImpl.postWrite}.
 */
final class RootCodec {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final BinaryContext context;
    private final byte[] header;
    private final int typeId;

    /** Makes the codec of a node. The first one of a node that is the first of its grid waits for the grid's other nodes. */
    RootCodec(GridKernalContext kernal) {
        context = ((CacheObjectBinaryProcessorImpl) kernal.cacheObjects()).binaryContext();
        BinaryObject empty = kernal.grid().binary().toBinary(new RootValue(new byte[0]));
        header = empty instanceof BinaryObjectImpl object
                ? Arrays.copyOfRange(object.array(), object.start(), object.start() + object.length())
                : new byte[0];
        if (header.length != GridBinaryMarshaller.DFLT_HDR_LEN + 1 + Integer.BYTES
                || header[GridBinaryMarshaller.DFLT_HDR_LEN] != GridBinaryMarshaller.BYTE_ARR) {
            throw new YggdrasilException(
                    YggdrasilException.Kind.FATAL, "Ignite's binary form of a root is not what it was: " + empty);
        }
        typeId = (int) INTS.get(header, GridBinaryMarshaller.TYPE_ID_POS);
    }

    CacheObject wrap(RootValue root) {
        byte[] bytes = root.bytes();
        byte[] object = Arrays.copyOf(header, header.length + bytes.length);
        INTS.set(object, GridBinaryMarshaller.TOTAL_LEN_POS, object.length);
        INTS.set(object, header.length - Integer.BYTES, bytes.length);
        System.arraycopy(bytes, 0, object, header.length, bytes.length);
        return new BinaryObjectImpl(context, object);
    }

    boolean isRoot(BinaryObjectImpl object) {
        return (int) INTS.get(object.array(), object.start() + GridBinaryMarshaller.TYPE_ID_POS) == typeId;
    }

    /** Whether a binary object in memory is a root. */
    boolean isRoot(long address) {
        int id = PageUtils.getInt(address, GridBinaryMarshaller.TYPE_ID_POS);
        return (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? id : Integer.reverseBytes(id)) == typeId;
    }

    /** Bytes of a binary object before those of the root. */
    int headerBytes() {
        return header.length;
    }

    RootValue unwrap(BinaryObjectImpl object) {
        int from = object.start() + header.length;
        return new RootValue(Arrays.copyOfRange(
                object.array(), from, from + (int) INTS.get(object.array(), from - Integer.BYTES)));
    }
}
