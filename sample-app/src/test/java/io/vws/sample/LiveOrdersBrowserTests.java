package io.vws.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openqa.selenium.support.ui.ExpectedConditions.attributeToBe;
import static org.openqa.selenium.support.ui.ExpectedConditions.presenceOfElementLocated;
import static org.openqa.selenium.support.ui.ExpectedConditions.textMatches;
import static org.openqa.selenium.support.ui.ExpectedConditions.textToBe;
import static org.openqa.selenium.support.ui.ExpectedConditions.textToBePresentInElementLocated;

/**
 * Drives the page in headless Chromium against the running application: the end-to-end
 * test of everything, and where the screenshot in the README comes from.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "shop.orders-per-second=4", "shop.step-time=1500ms", "vws.metrics.snapshot-interval=500ms" })
@Tag("one-jdk")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveOrdersBrowserTests {

	private static final By STATE = By.id("state");

	private static final By DESK_STATUS = By.id("desk-status");

	private static final By EXPLORER_STATUS = By.id("explorer-status");

	private static final By NEWEST_REFUSAL = By.cssSelector("#refusals li:first-child");

	private static ChromeDriver browser;

	private final Shop shop;

	private final int port;

	private String user = "ada";

	LiveOrdersBrowserTests(@Autowired Shop shop, @LocalServerPort int port) {
		this.shop = shop;
		this.port = port;
	}

	@BeforeAll
	static void startBrowser() throws IOException {
		browser = Chromium.start();
	}

	@AfterAll
	static void stopBrowser() {
		browser.quit();
	}

	@BeforeEach
	void openPageOfAda() {
		openPage("ada");
	}

	@AfterEach
	void pageHasNoErrors() {
		List<LogEntry> errors = browser.manage().logs().get(LogType.BROWSER).getAll();
		assertThat(errors).filteredOn((entry) -> entry.getLevel().equals(Level.SEVERE)).isEmpty();
	}

	@Test
	void orderOfOneCustomerReachesTheOperatorAndNoOtherCustomer() {
		String ada = browser.getWindowHandle();
		String olga = openWindow("olga");
		String grace = openWindow("grace");
		try {
			browser.switchTo().window(ada);
			By card = order(2);
			await(textMatchesAt(card, "2 × Margherita", "ordered here"));

			browser.switchTo().window(olga);
			await(textMatchesAt(card, "2 × Margherita", "Ada"));
			await(attributeToBe(card, "data-status", "delivered"));

			// An order of hers that is newer arrives, so that of Ada would have.
			browser.switchTo().window(grace);
			order(1);
			assertThat(browser.findElements(card)).isEmpty();
			assertThat(customersOnTheBoard()).allMatch("grace"::equals);
		}
		finally {
			closeAllWindowsBut(ada);
		}
	}

	@Test
	void boardOfTheOperatorShowsAllCustomers() {
		openPage("olga");
		assertThat(browser.findElement(By.id("role")).getText()).isEqualTo("operator");
		await((driver) -> customersOnTheBoard().stream().distinct().count() > 2);
	}

	@Test
	void passwordThatIsWrongIsRefused() {
		browser.get(url("mallory"));
		fill(By.name("username"), "olga");
		fill(By.name("password"), "calzone");
		browser.findElement(By.cssSelector("#login .primary")).click();
		await(textToBe(By.id("login-status"), "That name and password do not fit."));
	}

	@Test
	void logoutEndsTheConnectionsOfAllWindows() {
		openPage("grace");
		String first = browser.getWindowHandle();
		String second = openWindow("grace");
		try {
			browser.findElement(By.cssSelector("#logout button")).click();
			await(textToBe(By.id("login-status"), "You have logged out."));
			browser.switchTo().window(first);
			await(presenceOfElementLocated(By.id("login")));
			browser.manage().logs().get(LogType.BROWSER); // has the refused connection
		}
		finally {
			browser.switchTo().window(second).close();
			browser.switchTo().window(first);
		}
	}

	@Test
	void orderThatTheShopDeclinesIsAnsweredWithTheReason() {
		submitOrder(13);
		await(textToBe(DESK_STATUS, "The oven takes at most 12 at a time."));
		await(textMatchesAt(NEWEST_REFUSAL, "your order", "shop", "The oven takes at most 12 at a time."));
	}

	@Test
	void connectionThatIsCutComesBackAndTellsTheGap() {
		openPageThatReconnectsLate();
		await(textToBe(STATE, "Connected"));
		browser.findElement(By.id("cut")).click();
		await(textToBe(STATE, "Cut off, coming back…"));
		String missed = this.shop.place("ada", "Calzone", 1, null).orElseThrow().id();

		await(textToBe(STATE, "Connected"));
		await(textMatches(By.id("notice"), Pattern
			.compile("Back after a gap of \\d\\.\\d s: 3 subscriptions renewed, \\d+ orders? caught up\\.")));
		await(presenceOfElementLocated(card(missed)));
		order(1);
	}

	@Test
	void chartMoves() {
		String before = chart();
		order(1);
		await((driver) -> !chart().equals(before));
		await((driver) -> number("rate") > 0);
	}

	@Test
	void metersOfTheServerAreShownToTheOperatorOnly() {
		assertThat(browser.findElement(By.id("meters")).isDisplayed()).isFalse();
		openPage("olga");
		await((driver) -> browser.findElement(By.id("meters")).isDisplayed() && meter("vws.connections.active") >= 1
				&& meter("vws.messages.sent") > 0);
		double refused = meter("vws.requests.refused");
		listenTo("$sys/#");
		await((driver) -> meter("vws.requests.refused") == refused + 1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			customers/grace/#                 | forbidden
			customers/+/orders/+/placed       | forbidden
			customers/#                       | forbidden
			shop/secret                       | forbidden
			'#'                               | forbidden
			customers/a#                      | invalid-pattern
			""")
	void patternThatIsRefusedShowsTheReason(String pattern, String code) {
		listenTo(pattern);
		await(textToBePresentInElementLocated(EXPLORER_STATUS, "(" + code + ")"));
		await(attributeToBe(By.id("pattern"), "aria-invalid", "true"));
		await(textMatchesAt(NEWEST_REFUSAL, "subscribe " + pattern, code));
	}

	@Test
	void patternThatIsGrantedShowsItsEventsAndVariables() {
		listenTo("customers/ada/orders/+number/status");
		await(textToBePresentInElementLocated(EXPLORER_STATUS, "Listening to customers/ada/orders/+number/status"));
		order(1);
		WebElement event = await(presenceOfElementLocated(By.cssSelector("#events li")));
		assertThat(event.getText()).containsPattern(
				"customers/ada/orders/(\\d+)/status\\s+number = \\1\\s+\\{\"customer\":\"ada\",\"id\":\"\\1\"");
	}

	@Test
	void publishingWhatOnlyTheShopMayIsRefused() {
		By card = order(1);
		browser.findElement(By.id("cheat")).click();
		await(textMatchesAt(NEWEST_REFUSAL, "publish customers/ada/orders/", "forbidden"));
		assertThat(browser.findElement(card).getDomAttribute("data-status")).isNotEqualTo("delivered");
	}

	/**
	 * Comes last, when there is some history, and waits until the shop is busy.
	 */
	@Test
	@Order(Integer.MAX_VALUE)
	void screenshot() throws IOException {
		this.user = "olga";
		Chromium.emulateScreen(browser, 1280, 860);
		try {
			openPage("olga");
			openPageThatReconnectsLate();
			for (String pattern : List.of("$sys/#", "customers/a#")) {
				listenTo(pattern);
				await(textMatchesAt(NEWEST_REFUSAL, "subscribe " + pattern));
			}
			browser.findElement(By.id("cut")).click();
			await(textToBePresentInElementLocated(By.id("notice"), "Back after a gap"));
			listenTo("customers/+customer/#");
			await((driver) -> number("delivered") >= 60 && number("open") >= 15 && meter("vws.messages.sent") > 0);
			By card = order(3);
			browser.findElement(By.id("cheat")).click();
			await(attributeToBe(card, "data-status", "baking"));

			Path file = Path.of(System.getProperty("vws.screenshot", "target/screenshot.png"));
			Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
			BufferedImage image = ImageIO.read(file.toFile());
			assertThat(image.getWidth()).isEqualTo(1280);
			assertThat(image.getHeight()).isEqualTo(860);
		}
		finally {
			Chromium.resetScreen(browser);
		}
	}

	/**
	 * The delay before a reconnect is random. Here it is always long, so that something
	 * can happen that no event tells the page about.
	 */
	private void openPageThatReconnectsLate() {
		Object script = browser
			.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", "Math.random = () => 0.9;"))
			.get("identifier");
		openPage(this.user);
		browser.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
	}

	/**
	 * Each user has a host of their own, and so cookies of their own.
	 */
	private String url(String user) {
		return "http://" + user + ".localhost:" + this.port + "/";
	}

	private void openPage(String user) {
		browser.get(url(user));
		if (!browser.findElements(By.id("login")).isEmpty()) {
			browser.findElement(By.cssSelector("[data-user='" + user + "']")).click();
		}
		await(textToBePresentInElementLocated(EXPLORER_STATUS, "Listening to"));
		assertThat(browser.findElement(By.id("me")).getText()).isEqualTo(user);
	}

	private String openWindow(String user) {
		browser.switchTo().newWindow(WindowType.WINDOW);
		openPage(user);
		return browser.getWindowHandle();
	}

	private static void closeAllWindowsBut(String window) {
		for (String other : browser.getWindowHandles()) {
			if (!other.equals(window)) {
				browser.switchTo().window(other).close();
			}
		}
		browser.switchTo().window(window);
	}

	private By order(int quantity) {
		List<String> before = cardsOfThisWindow();
		submitOrder(quantity);
		String id = await((driver) -> cardsOfThisWindow().stream()
			.filter((card) -> !before.contains(card))
			.findFirst()
			.orElse(null));
		return card(id);
	}

	private void submitOrder(int quantity) {
		fill(By.name("quantity"), Integer.toString(quantity));
		browser.findElement(By.cssSelector("#desk button")).click();
	}

	private void listenTo(String pattern) {
		fill(By.id("pattern"), pattern);
		browser.findElement(By.cssSelector("#explorer button")).click();
	}

	private static By card(String id) {
		return By.cssSelector(".card[data-id='" + id + "']");
	}

	@SuppressWarnings("unchecked")
	private static List<String> cardsOfThisWindow() {
		return (List<String>) browser
			.executeScript("return [...document.querySelectorAll('.card.mine')].map((card) => card.dataset.id)");
	}

	@SuppressWarnings("unchecked")
	private static List<String> customersOnTheBoard() {
		return (List<String>) browser
			.executeScript("return [...document.querySelectorAll('.card bdi')].map((name) => name.textContent)");
	}

	private static String chart() {
		return (String) browser.executeScript("return document.querySelector('#chart canvas').toDataURL()");
	}

	private static double number(String id) {
		return Double.parseDouble(browser.findElement(By.id(id)).getText());
	}

	private static double meter(String name) {
		String text = browser.findElement(By.cssSelector("[data-meter='" + name + "']")).getText();
		return text.equals("–") ? Double.NaN : Double.parseDouble(text.replace("/s", ""));
	}

	private static void fill(By field, String text) {
		WebElement element = browser.findElement(field);
		element.clear();
		element.sendKeys(text);
	}

	private static ExpectedCondition<Boolean> textMatchesAt(By element, String... parts) {
		return ExpectedConditions.and(Arrays.stream(parts)
			.map((part) -> textToBePresentInElementLocated(element, part))
			.toArray(ExpectedCondition[]::new));
	}

	private static <T> T await(ExpectedCondition<T> condition) {
		return new WebDriverWait(browser, Duration.ofSeconds(40), Duration.ofMillis(50))
			.ignoring(StaleElementReferenceException.class) // the page draws cards anew
			.until(condition);
	}

}
