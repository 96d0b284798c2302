/** The RESP front door: a Redis client's way to the data of an Ignite grid. */
@NullMarked
package io.yggdrasil.resp;

import org.jspecify.annotations.NullMarked;
