package io.vws.client;

/**
 * What a {@link VwsClient} is doing.
 */
public enum ClientState {

	/** {@link VwsClient#connect()} was not called yet. */
	IDLE,

	/** An attempt to connect is under way. */
	CONNECTING,

	/** Connected. */
	OPEN,

	/** The next attempt to connect comes after a delay. */
	WAITING,

	/** Ended by {@link VwsClient#close()} or for good; {@code connect()} starts again. */
	CLOSED

}
