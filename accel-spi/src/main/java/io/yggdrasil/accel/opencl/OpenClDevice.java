package io.yggdrasil.accel.opencl;

import static org.jocl.CL.CL_CONTEXT_PLATFORM;
import static org.jocl.CL.CL_DEVICE_AVAILABLE;
import static org.jocl.CL.CL_DEVICE_COMPILER_AVAILABLE;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_INT;
import static org.jocl.CL.CL_DEVICE_TYPE;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;

import com.sun.jna.NativeLibrary;
import io.yggdrasil.accel.AcceleratorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/** The device of this process, with its program, and lanes for {@value #LANES} calls at once. Threads: any. */
final class OpenClDevice {
    /** Calls that run at once: while one computes, others move their bytes. */
    static final int LANES = 4;

    private static final String LIBRARY = System.mapLibraryName("OpenCL");
    private static final String SOURCE = "coding.cl";
    private static final int PLATFORMS_NONE = -1001;
    private static final int WIDTH_MIN = 4;
    private static final int WIDTH_MAX = 16;

    private static @Nullable OpenClDevice shared;
    private static @Nullable String problem;

    private final String name;
    private final cl_platform_id platform;
    private final cl_device_id id;
    private final boolean sharesMemory;
    private final int width;
    private final cl_context context;
    private final Semaphore free = new Semaphore(LANES);
    private final Queue<Lane> lanes = new ConcurrentLinkedQueue<>();

    /** Looks for the device when first called. Returns why there is none, as one line; null: there is one. */
    static synchronized @Nullable String problem() {
        if (shared == null && problem == null) {
            try {
                // JOCL would complain on the standard error output.
                NativeLibrary.getInstance(LIBRARY);
                CL.setExceptionsEnabled(true);
                shared = find();
            } catch (LinkageError e) {
                problem = LIBRARY + " or JOCL's own library cannot be loaded (Debian: ocl-icd-opencl-dev)";
            } catch (CLException e) {
                problem = "OpenCL: " + line(e);
            } catch (UnsupportedOperationException e) { // A library of this name that is none of OpenCL.
                problem = "OpenCL: " + e.getMessage();
            }
        }
        return problem;
    }

    /** The one of this process. */
    static synchronized OpenClDevice shared() {
        String why = problem();
        OpenClDevice found = shared;
        if (found == null) {
            throw new AcceleratorException(String.valueOf(why));
        }
        return found;
    }

    /** What failed, without the compiler's log. */
    static String line(CLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static OpenClDevice find() {
        cl_platform_id platform = null;
        cl_device_id device = null;
        for (cl_platform_id one : platforms()) {
            for (cl_device_id other : devices(one)) {
                if (usable(other) && (device == null || isProcessor(device) && !isProcessor(other))) {
                    platform = one;
                    device = other;
                }
            }
        }
        if (platform == null || device == null) {
            throw new CLException("no device is there that has a compiler (Debian: pocl-opencl-icd)");
        }
        return new OpenClDevice(platform, device, isProcessor(device));
    }

    private static cl_platform_id[] platforms() {
        int[] count = new int[1];
        try {
            CL.clGetPlatformIDs(0, null, count);
        } catch (CLException e) {
            if (e.getStatus() == PLATFORMS_NONE) {
                return new cl_platform_id[0];
            }
            throw e;
        }
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        CL.clGetPlatformIDs(platforms.length, platforms, null);
        return platforms;
    }

    private static cl_device_id[] devices(cl_platform_id platform) {
        int[] count = new int[1];
        try {
            CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
        } catch (CLException e) {
            if (e.getStatus() == CL.CL_DEVICE_NOT_FOUND) {
                return new cl_device_id[0];
            }
            throw e;
        }
        cl_device_id[] devices = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, devices.length, devices, null);
        return devices;
    }

    private static boolean usable(cl_device_id device) {
        return number(device, CL_DEVICE_AVAILABLE) != 0 && number(device, CL_DEVICE_COMPILER_AVAILABLE) != 0;
    }

    private static boolean isProcessor(cl_device_id device) {
        return (number(device, CL_DEVICE_TYPE) & CL_DEVICE_TYPE_CPU) != 0;
    }

    private static long number(cl_device_id device, int what) {
        long[] value = new long[1];
        CL.clGetDeviceInfo(device, what, Long.BYTES, Pointer.to(value), null);
        return value[0];
    }

    private static String text(cl_device_id device, int what) {
        long[] bytes = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, bytes);
        byte[] text = new byte[(int) bytes[0]];
        CL.clGetDeviceInfo(device, what, text.length, Pointer.to(text), null);
        return new String(text, StandardCharsets.UTF_8).replace('\0', ' ').trim();
    }

    private OpenClDevice(cl_platform_id platform, cl_device_id device, boolean sharesMemory) {
        this.platform = platform;
        this.id = device;
        this.sharesMemory = sharesMemory;
        this.name = text(device, CL_DEVICE_NAME);
        this.width = Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, (int) number(device, CL_DEVICE_NATIVE_VECTOR_WIDTH_INT)));
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL_CONTEXT_PLATFORM, platform);
        this.context = CL.clCreateContext(properties, 1, new cl_device_id[] {device}, null, null, null);
        cl_program program = CL.clCreateProgramWithSource(context, 1, new String[] {source()}, null, null);
        CL.clBuildProgram(program, 0, null, "-D WIDTH=" + width, null, null);
        for (int i = 0; i < LANES; i++) {
            lanes.add(new Lane(this, device, program));
        }
    }

    private static String source() {
        try (InputStream in = Objects.requireNonNull(OpenClDevice.class.getResourceAsStream(SOURCE), SOURCE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            StringBuilder all = new StringBuilder();
            for (int rows = 1; rows <= Lane.ROWS_MAX; rows++) {
                all.append("#undef ROWS\n#define ROWS ")
                        .append(rows)
                        .append('\n')
                        .append(text);
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The driver's name of it. */
    String name() {
        return name;
    }

    /** Whether it is the processor, which works on the memory of the JVM as it is. */
    boolean sharesMemory() {
        return sharesMemory;
    }

    /** The same device, worked with as one that has memory of its own: so a GPU's way is tested without one. */
    OpenClDevice withMemoryOfItsOwn() {
        return new OpenClDevice(platform, id, false);
    }

    /** Words of a vector, as the program was compiled. */
    int width() {
        return width;
    }

    cl_context context() {
        return context;
    }

    /** Waits for a lane, which is to be given back. */
    Lane take() {
        free.acquireUninterruptibly();
        return lanes.remove();
    }

    void giveBack(Lane lane) {
        lanes.add(lane);
        free.release();
    }
}
