package io.yggdrasil.accel.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class OpenClAcceleratorTest {
    /** What a JVM says that finds no driver, whether this machine has one or not. */
    @Test
    void problem_withoutAnyDriver_isOneLine() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Asker.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OCL_ICD_VENDORS", "/nowhere");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("pocl-opencl-icd") || said.contains("ocl-icd-opencl-dev"), said);
    }

    /** Another JVM. */
    static final class Asker {
        private Asker() {}

        public static void main(String[] args) {
            System.out.println(new OpenClAccelerator().problem());
        }
    }
}
