/**
 * Small programs to copy from. Each shows one way to use Yggdrasil and is run by a test.
 *
 * <p>{@link io.yggdrasil.examples.EmbeddedServer} and {@link io.yggdrasil.examples.SpringXmlNode} start what they need.
 * The other three are clients: they find a server on its default ports, or where their arguments say.
 *
 * <pre>
 *   ./yggdrasil start --set namespace.visits.prefix=visits: \
 *       --set namespace.visits.sql-schema=PUBLIC --set namespace.visits.sql-table=visits
 *
 *   ./mvnw -q compile -Dexample=JedisQuickStart     strings, counters, expiry, a pipeline, a transaction
 *   ./mvnw -q compile -Dexample=ThinClientExample   the same keys through an Ignite thin client
 *   ./mvnw -q compile -Dexample=SqlExample          JDBC reads while Redis clients write; needs the options above
 *   ./mvnw -q compile -Dexample=SpringXmlNode       a stock Ignite node with the plugin
 *   ./mvnw -q compile -Dexample=EmbeddedServer      a server inside a program
 * </pre>
 *
 * <p>Arguments follow in one property: {@code -Dexample.arguments="127.0.0.1:7000 127.0.0.1:10801"}. Programs that run
 * a node need the JVM options that Ignite asks for; {@code ignite.opens} in the parent's {@code pom.xml} lists them.
 */
@NullMarked
package io.yggdrasil.examples;

import org.jspecify.annotations.NullMarked;
