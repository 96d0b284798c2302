package io.yggdrasil.resp.command.stream;

import io.yggdrasil.resp.collection.StreamId;

/** The ids from one up to another, both included; none if they are in the wrong order. */
record StreamRange(StreamId from, StreamId to) {}
