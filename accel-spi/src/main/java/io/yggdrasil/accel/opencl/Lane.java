package io.yggdrasil.accel.opencl;

import static org.jocl.CL.CL_MEM_COPY_HOST_PTR;
import static org.jocl.CL.CL_MEM_READ_ONLY;
import static org.jocl.CL.CL_MEM_READ_WRITE;
import static org.jocl.CL.CL_MEM_USE_HOST_PTR;

import io.yggdrasil.accel.AcceleratorException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/** A queue in order, and kernels, whose arguments one thread at a time may set. Threads: one at a time. */
final class Lane {
    /** Outputs that a kernel makes in one pass over its inputs. */
    static final int ROWS_MAX = 4;

    /** Inputs of a pass, as the source has it; those of the next pass are added. */
    private static final int INPUTS_MAX = 8;

    /** Vectors of a work item: many for a processor, which has few threads, and one for each of a GPU's, side by side. */
    private static final int SHARED_SPAN = 256;

    private static final int GROUP = 64;

    private final OpenClDevice device;
    private final cl_command_queue queue;
    private final cl_kernel[] kernels = new cl_kernel[ROWS_MAX]; // of 1, 2, ... outputs

    @SuppressWarnings("deprecation") // What came after it wants OpenCL 2.
    Lane(OpenClDevice device, cl_device_id id, cl_program program) {
        this.device = device;
        this.queue = CL.clCreateCommandQueue(device.context(), id, 0, null);
        for (int i = 0; i < ROWS_MAX; i++) {
            kernels[i] = CL.clCreateKernel(program, "code" + (i + 1), null);
        }
    }

    /**
     * Codes {@code length} bytes of direct buffers that begin at their positions, and waits for the end.
     *
     * @param masks those of all passes, one behind the other
     */
    void code(ByteBuffer masks, ByteBuffer[] inputs, ByteBuffer[] outputs, int length) {
        List<cl_mem> taken = new ArrayList<>();
        try {
            try {
                run(taken, masks, inputs, outputs, length);
            } finally {
                release(taken);
                Reference.reachabilityFence(inputs);
                Reference.reachabilityFence(outputs);
            }
        } catch (CLException e) {
            throw new AcceleratorException("OpenCL on " + device.name() + ": " + OpenClDevice.line(e), e);
        }
    }

    private void run(List<cl_mem> taken, ByteBuffer masks, ByteBuffer[] inputs, ByteBuffer[] outputs, int length) {
        cl_mem[] sources = new cl_mem[inputs.length];
        cl_mem[] targets = new cl_mem[outputs.length];
        cl_mem table = take(taken, masks, masks.capacity(), CL_MEM_READ_ONLY | CL_MEM_COPY_HOST_PTR);
        for (int i = 0; i < sources.length; i++) {
            sources[i] = take(taken, inputs[i], length, CL_MEM_READ_ONLY | given());
        }
        for (int i = 0; i < targets.length; i++) {
            targets[i] = take(taken, outputs[i], length, CL_MEM_READ_WRITE | wanted());
        }
        enqueue(table, sources, targets, length);
        for (int i = 0; i < targets.length; i++) {
            Pointer to = Pointer.to(outputs[i].slice());
            CL.clEnqueueReadBuffer(queue, targets[i], true, 0, length, to, 0, null, null);
        }
    }

    /** After a failure the device may still be at work with the caller's memory. */
    private void release(List<cl_mem> taken) {
        try {
            CL.clFinish(queue);
        } finally {
            taken.forEach(CL::clReleaseMemObject);
        }
    }

    private long given() {
        return device.sharesMemory() ? CL_MEM_USE_HOST_PTR : CL_MEM_COPY_HOST_PTR;
    }

    private long wanted() {
        return device.sharesMemory() ? CL_MEM_USE_HOST_PTR : 0;
    }

    private cl_mem take(List<cl_mem> taken, ByteBuffer slice, int length, long flags) {
        boolean host = (flags & (CL_MEM_USE_HOST_PTR | CL_MEM_COPY_HOST_PTR)) != 0;
        Pointer bytes = host ? Pointer.to(slice.slice()) : null;
        cl_mem memory = CL.clCreateBuffer(device.context(), flags, length, bytes, null);
        taken.add(memory);
        return memory;
    }

    private void enqueue(cl_mem table, cl_mem[] sources, cl_mem[] targets, int length) {
        int mask = 0;
        for (int row = 0; row < targets.length; row += ROWS_MAX) {
            int rows = Math.min(ROWS_MAX, targets.length - row);
            for (int input = 0; input < sources.length; input += INPUTS_MAX) {
                int inputs = Math.min(INPUTS_MAX, sources.length - input);
                pass(table, mask, sources, input, inputs, targets, row, rows, length);
                mask += inputs * rows * Byte.SIZE;
            }
        }
    }

    private void pass(
            cl_mem table,
            int mask,
            cl_mem[] sources,
            int input,
            int inputs,
            cl_mem[] targets,
            int row,
            int rows,
            int length) {
        cl_kernel kernel = kernels[rows - 1];
        int span = device.sharesMemory() ? SHARED_SPAN : 1;
        int at = 0;
        set(kernel, at++, length);
        set(kernel, at++, span);
        set(kernel, at++, input);
        set(kernel, at++, inputs);
        set(kernel, at++, mask);
        set(kernel, at++, table);
        for (int i = 0; i < INPUTS_MAX; i++) {
            set(kernel, at++, sources[input + Math.min(i, inputs - 1)]);
        }
        for (int i = 0; i < ROWS_MAX; i++) {
            set(kernel, at++, targets[row + Math.min(i, rows - 1)]);
        }
        int vectors = length / (device.width() * Integer.BYTES);
        long group = device.sharesMemory() ? 1 : GROUP;
        long groups = Math.max(1, divideUp(vectors, span * group));
        CL.clEnqueueNDRangeKernel(
                queue, kernel, 1, null, new long[] {groups * group}, new long[] {group}, 0, null, null);
    }

    private static long divideUp(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private static void set(cl_kernel kernel, int at, int value) {
        CL.clSetKernelArg(kernel, at, Sizeof.cl_int, Pointer.to(new int[] {value}));
    }

    private static void set(cl_kernel kernel, int at, cl_mem memory) {
        CL.clSetKernelArg(kernel, at, Sizeof.cl_mem, Pointer.to(memory));
    }
}
