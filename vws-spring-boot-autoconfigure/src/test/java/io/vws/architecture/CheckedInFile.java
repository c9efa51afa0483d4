package io.vws.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file of the repository that says the same as the code, so that a change of the one is
 * seen in the diff of the other. {@code -Dvws.api.update=true} rewrites it.
 */
public final class CheckedInFile {

	private static final String UPDATE = "vws.api.update";

	private final Path path;

	private CheckedInFile(Path path) {
		this.path = path;
	}

	/**
	 * A file of this module.
	 * @param path the path from the directory of the module
	 */
	public static CheckedInFile at(String path) {
		return new CheckedInFile(Path.of(path));
	}

	/**
	 * What the file says.
	 */
	public String read() throws IOException {
		return Files.exists(this.path) ? Files.readString(this.path) : "";
	}

	/**
	 * Fail, with the lines that differ, unless the file has this text; or write it.
	 */
	public void mustSay(String expected) throws IOException {
		if (Boolean.getBoolean(UPDATE)) {
			Files.createDirectories(this.path.toAbsolutePath().getParent());
			Files.writeString(this.path, expected);
		}
		List<String> missing = new ArrayList<>(expected.lines().toList());
		List<String> superfluous = new ArrayList<>(read().lines().toList());
		superfluous.removeAll(expected.lines().toList());
		missing.removeAll(read().lines().toList());
		assertThat(read())
			.withFailMessage(
					() -> "%s does not say what the code says.%nNew in the code:%n%s%nNo longer in the code:%n%s"
						.formatted(this.path, indent(missing), indent(superfluous))
							+ "%nIf that is meant, run: mvn -pl vws-spring-boot-autoconfigure -am test -D%s=true"
								.formatted(UPDATE)
							+ " -Dtest='PublicApiTests,*DocumentationTests'"
							+ " -Dsurefire.failIfNoSpecifiedTests=false")
			.isEqualTo(expected);
	}

	private static String indent(List<String> lines) {
		return lines.isEmpty() ? "  (the order differs)" : "  " + String.join("\n  ", lines);
	}

}
