package io.vws.server;

import io.vws.wire.NackCode;

/**
 * Why a request is refused.
 *
 * @param code reason for programs
 * @param text reason for people
 */
record Refusal(NackCode code, String text) {

	/** Return the refusal with the standard text of its code. */
	static Refusal of(NackCode code) {
		return new Refusal(code, code.text());
	}

}
