package io.vws.spring.event;

/**
 * How application events go to the bus, unless their own mapping says otherwise.
 *
 * @param phase when, seen from a transaction
 * @param onFailure what a failure means to the publisher
 */
public record ForwardingSettings(PublishPhase phase, EventFailurePolicy onFailure) {

	/**
	 * After the commit, and no failure reaches the publisher.
	 */
	public static ForwardingSettings defaults() {
		return new ForwardingSettings(PublishPhase.AFTER_COMMIT, EventFailurePolicy.LOG);
	}

}
