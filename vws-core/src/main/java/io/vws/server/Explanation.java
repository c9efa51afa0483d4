package io.vws.server;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How rules come to their decision, for people.
 *
 * @param granted what is decided
 * @param steps the rules that were looked at, in order
 */
public record Explanation(boolean granted, List<Step> steps) {

	public Explanation {
		steps = List.copyOf(steps);
	}

	/**
	 * The rule that ended the walk.
	 * @return the last one that was looked at, {@code null} if all were looked at and
	 * none decided, which denies
	 */
	public @Nullable Step deciding() {
		Step last = this.steps.isEmpty() ? null : this.steps.get(this.steps.size() - 1);
		return (last != null && last.verdict().isFinal()) ? last : null;
	}

	/**
	 * A rule and what it says.
	 *
	 * @param rule the rule
	 * @param verdict what it says
	 */
	public record Step(PatternAuthorizer.Rule rule, Verdict verdict) {
	}

	/** What a rule says to a request. */
	public enum Verdict {

		/** It has nothing to do with the request. */
		SKIPPED(false),

		/** It grants a part of what was asked for. */
		GRANTS_PART(false),

		/** It grants what is left, and so the request. */
		GRANTS(true),

		/** It denies the request. */
		DENIES(true);

		private final boolean isFinal;

		Verdict(boolean isFinal) {
			this.isFinal = isFinal;
		}

		/** Whether no further rule is asked. */
		boolean isFinal() {
			return this.isFinal;
		}

	}

}
