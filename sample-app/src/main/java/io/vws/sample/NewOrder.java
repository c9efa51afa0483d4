package io.vws.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * What a customer's page publishes on {@code customers/<name>/orders/new}. Who orders is
 * not said here: the shop asks the connection.
 *
 * @param reference what the page calls itself; it becomes a level of the topic that
 * carries the shop's answer, so it is 16 hex digits and nothing else
 * @param item what is ordered
 * @param quantity how many of it
 */
record NewOrder(@NotNull @Pattern(regexp = "[0-9a-f]{16}") String reference,
		@NotBlank(message = "Please choose a pizza.") String item,
		@Min(value = 1, message = "Please order at least one.") @Max(value = 12,
				message = "The oven takes at most 12 at a time.") int quantity) {

}
