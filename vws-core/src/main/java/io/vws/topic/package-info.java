/**
 * Topic names, topic patterns and the tree that finds subscribers for a topic.
 * <p>
 * Start at {@link io.vws.topic.TopicPattern}, whose {@code matches} says in the simplest
 * form what {@link io.vws.topic.TopicTree} does for many patterns at once. This package
 * is plain Java: it knows neither JSON nor WebSocket nor Spring.
 */
@NullMarked
package io.vws.topic;

import org.jspecify.annotations.NullMarked;
