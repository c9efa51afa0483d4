package io.vws.kitchen;

import java.time.Duration;

import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How fast the kitchen is.
 *
 * @param enabled Whether the kitchen is in this process.
 * @param stepTime How long a step takes, on average.
 */
@Validated
@ConfigurationProperties("kitchen")
record KitchenProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("3s") @DurationMin(millis = 10) Duration stepTime) {
}
