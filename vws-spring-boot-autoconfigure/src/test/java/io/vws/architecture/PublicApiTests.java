package io.vws.architecture;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is public is a decision: it stands in {@code public-api.txt}, and a change of it
 * in the diff of that file.
 */
class PublicApiTests {

	@Test
	void publicApiIsTheOneThatIsCheckedIn() throws IOException {
		String api = ProductionCode.read()
			.stream()
			.filter((type) -> !type.getSimpleName().equals("package-info"))
			.map(JavaClass::reflect)
			.filter(PublicApi::isVisible)
			.sorted((one, other) -> one.getName().compareTo(other.getName()))
			.flatMap(PublicApi::describe)
			.map((line) -> line + "\n")
			.collect(Collectors.joining());
		CheckedInFile.at("src/test/resources/public-api.txt").mustSay(api);
	}

	@Test
	void describesTypesAndWhatOthersCanUseOfThem() {
		assertThat(PublicApi.describe(Sample.class)).containsExactly(
				Sample.class.getName() + " abstract class of Exception, Comparable<String>",
				Sample.class.getName() + " | new Sample(List<Integer>)",
				Sample.class.getName() + " | protected hook(): void", Sample.class.getName() + " | static LIMIT: int");
	}

	@Test
	void typeInsideAHiddenOneIsHidden() {
		assertThat(PublicApi.isVisible(Sample.class)).isFalse();
		assertThat(PublicApi.isVisible(CheckedInFile.class)).isTrue();
	}

	/** What others can use, and what not. */
	@SuppressWarnings("unused")
	public abstract static class Sample extends Exception implements Comparable<String> {

		public static final int LIMIT = 1;

		private static final long serialVersionUID = 1L;

		public Sample(List<Integer> list) {
		}

		protected void hook() {
		}

		void hidden() {
		}

		@Override
		public String toString() {
			return "";
		}

	}

}
