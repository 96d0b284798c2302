package io.yggdrasil.accel.router;

import java.util.Map;

/**
 * The kernels of an interface.
 *
 * @param provider portable Java
 * @param portable its kernel
 * @param others those of the others that have one
 */
record Kernels<K>(Provider provider, K portable, Map<Provider, K> others) {}
