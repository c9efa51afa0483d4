package io.vws.kitchen;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How far the kitchen is with an order.
 */
enum Step {

	PLACED, PREPARING, BAKING, READY, DELIVERED;

	/** What comes then; {@code null} if the order is done. */
	@Nullable Step next() {
		return (this != DELIVERED) ? values()[ordinal() + 1] : null;
	}

	@JsonValue
	String json() {
		return name().toLowerCase(Locale.ROOT);
	}

}
