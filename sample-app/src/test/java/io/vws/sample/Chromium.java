package io.vws.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The system's Chromium, headless and silent towards the network. Nothing is downloaded:
 * without {@code chromium} and {@code chromedriver} in the {@code PATH}, or in the system
 * properties {@code vws.chromium} and {@code webdriver.chrome.driver}, it fails.
 */
public final class Chromium {

	private Chromium() {
	}

	/**
	 * Start a browser, which the caller quits.
	 */
	public static ChromeDriver start() throws IOException {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(find("chromium", "vws.chromium"));
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--force-prefers-reduced-motion", "--window-size=1280,1000",
				"--user-data-dir=" + Files.createTempDirectory(Path.of("target"), "chromium-").toAbsolutePath());
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.SEVERE);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(find("chromedriver", ChromeDriverService.CHROME_DRIVER_EXE_PROPERTY))
			.build();
		return new ChromeDriver(service, options);
	}

	/**
	 * A screen of exactly this size, in the light theme, on which nothing is in motion.
	 */
	static void emulateScreen(ChromeDriver browser, int width, int height) {
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "light"),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	static void resetScreen(ChromeDriver browser) {
		browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
	}

	private static File find(String name, String property) {
		String configured = System.getProperty(property);
		Stream<File> candidates = (configured != null) ? Stream.of(new File(configured))
				: Pattern.compile(File.pathSeparator)
					.splitAsStream(System.getenv("PATH"))
					.map((directory) -> new File(directory, name));
		return candidates.filter(File::canExecute)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"The browser tests need %s: install it, or say where it is with -D%s=<path>".formatted(name,
							property)));
	}

}
