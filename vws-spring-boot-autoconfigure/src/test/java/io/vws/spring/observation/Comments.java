package io.vws.spring.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Comments of our sources, which are not there at run time.
 */
final class Comments {

	private Comments() {
	}

	/** What stands above a constant, as Markdown on one line. */
	static String of(Enum<?> constant) throws IOException {
		Class<?> outermost = constant.getDeclaringClass();
		while (outermost.getEnclosingClass() != null) {
			outermost = outermost.getEnclosingClass();
		}
		String file = outermost.getName().replace('.', '/') + ".java";
		Path source = Stream.of("src/main/java", "../vws-core/src/main/java")
			.map((root) -> Path.of(root, file))
			.filter(Files::exists)
			.findFirst()
			.orElseThrow();
		Matcher comment = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+" + constant.name() + "\\b", Pattern.DOTALL)
			.matcher(Files.readString(source));
		if (!comment.find()) {
			throw new IllegalStateException("No comment above " + constant + " in " + source);
		}
		return comment.group(1)
			.replaceAll("\\s*\\n\\s*\\*\\s?", " ")
			.replaceAll("\\{@code ([^}]*)}", "`$1`")
			.strip()
			.replaceAll("\\.$", "");
	}

}
