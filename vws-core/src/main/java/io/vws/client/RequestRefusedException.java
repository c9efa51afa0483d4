package io.vws.client;

/**
 * The server refused a request with a negative acknowledgment.
 */
public final class RequestRefusedException extends VwsClientException {

	/** The code where a server gives none. */
	public static final String NO_CODE = "refused";

	private static final long serialVersionUID = 1L;

	private final String code;

	/**
	 * Create a refusal.
	 * @param code reason for programs, such as {@code forbidden}
	 * @param text reason for people, as the server gave it
	 */
	public RequestRefusedException(String code, String text) {
		super(text);
		this.code = code;
	}

	/**
	 * The reason for programs: one of {@link io.vws.wire.NackCode}, or {@link #NO_CODE}.
	 */
	public String code() {
		return this.code;
	}

}
