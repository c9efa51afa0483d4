package io.vws.spring.event;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A text in which placeholders may stand anywhere, parsed once. Immutable.
 */
final class TextTemplate {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");

	private final List<Part> parts;

	private TextTemplate(List<Part> parts) {
		this.parts = parts;
	}

	/**
	 * Parse a template.
	 * @param text the template, such as <code>v{version}</code>
	 * @param placeholders what the placeholders mean
	 * @throws InvalidTemplateException if a brace is not part of a placeholder, or a
	 * placeholder means nothing
	 */
	static TextTemplate parse(String text, Placeholders placeholders) {
		List<Part> parts = new ArrayList<>();
		Matcher matcher = PLACEHOLDER.matcher(text);
		int end = 0;
		while (matcher.find()) {
			parts.add(literal(text.substring(end, matcher.start())));
			parts.add(new Part("", placeholders.find(matcher.group(1))));
			end = matcher.end();
		}
		parts.add(literal(text.substring(end)));
		return new TextTemplate(parts);
	}

	private static Part literal(String text) {
		if (text.contains("{") || text.contains("}")) {
			throw new InvalidTemplateException("is not valid: a brace must be part of a placeholder, such as {id}");
		}
		return new Part(text, null);
	}

	/**
	 * Return the text with the values of a source.
	 * @return the text, {@code null} if it is empty
	 * @throws EventMappingException if a value cannot be read
	 */
	@Nullable String expand(Object source) {
		StringBuilder text = new StringBuilder();
		for (Part part : this.parts) {
			text.append((part.placeholder != null) ? part.placeholder.text(source) : part.text);
		}
		return StringUtils.hasLength(text) ? text.toString() : null;
	}

	/**
	 * One part.
	 *
	 * @param text the text, unless it is a placeholder
	 */
	private record Part(String text, @Nullable Placeholder placeholder) {
	}

}
