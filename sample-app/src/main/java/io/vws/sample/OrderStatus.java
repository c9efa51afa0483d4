package io.vws.sample;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What becomes of an order, in this order; {@link #CANCELLED} is the way out.
 */
enum OrderStatus {

	PLACED, PREPARING, BAKING, READY, DELIVERED, CANCELLED;

	boolean isFinal() {
		return this == DELIVERED || this == CANCELLED;
	}

	@JsonValue
	String json() {
		return name().toLowerCase(Locale.ROOT);
	}

}
