package io.vws.spring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.vws.server.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint tells of a decision.
 *
 * @param granted what is decided
 * @param reason why, in a sentence
 * @param rules the rules that were looked at, in order; none if it was not rules that
 * decided
 */
public record RulesDescriptor(boolean granted, String reason, List<Rule> rules) {

	static RulesDescriptor of(Explanation explanation) {
		List<Rule> rules = new ArrayList<>();
		for (Explanation.Step step : explanation.steps()) {
			rules.add(new Rule(rules.size() + 1, step.rule().pattern().text(), step.rule().access().toString(),
					step.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-')));
		}
		return new RulesDescriptor(explanation.granted(), reason(explanation), rules);
	}

	private static String reason(Explanation explanation) {
		Explanation.@Nullable Step deciding = explanation.deciding();
		if (deciding != null) {
			return (explanation.granted() ? "Granted" : "Denied") + " by rule " + explanation.steps().size();
		}
		boolean partly = explanation.steps()
			.stream()
			.anyMatch((step) -> step.verdict() == Explanation.Verdict.GRANTS_PART);
		return partly ? "Denied: no rule grants all of it" : "Denied: no rule has to do with it";
	}

	/**
	 * A rule and what it says.
	 *
	 * @param number its place in the list, from 1
	 * @param topic the topics that it is about
	 * @param access who gets access
	 * @param verdict {@code skipped}, {@code grants-part}, {@code grants} or
	 * {@code denies}
	 */
	public record Rule(int number, String topic, String access, String verdict) {
	}

}
