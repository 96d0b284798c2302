/** Small programs that show how clients use Yggdrasil; each is run by a test. */
@NullMarked
package io.yggdrasil.examples;

import org.jspecify.annotations.NullMarked;
