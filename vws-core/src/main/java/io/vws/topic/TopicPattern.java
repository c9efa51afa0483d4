package io.vws.topic;

/** Skeleton. */
public final class TopicPattern {

}
