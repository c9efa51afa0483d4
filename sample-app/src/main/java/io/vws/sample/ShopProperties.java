package io.vws.sample;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How busy the shop is.
 *
 * @param ordersPerSecond Orders of simulated customers per second, on average. Zero keeps
 * them at home.
 * @param stepTime How long an order stays in a state, on average.
 * @param capacity Orders the shop remembers, finished ones included.
 */
@Validated
@ConfigurationProperties("shop")
record ShopProperties(@DefaultValue("2") @PositiveOrZero @Max(20) double ordersPerSecond,
		@DefaultValue("3s") @DurationMin(millis = 10) Duration stepTime,
		@DefaultValue("200") @Min(1) @Max(10_000) int capacity) {

}
