package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's Chromium, without a window; one for all tests of this process. What is looked for is waited for. Not thread-safe. */
public final class Browser {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private final ChromeDriver driver;
    private String address = "";

    private static final class Started {
        private static final Browser BROWSER = new Browser();
    }

    private Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--lang=en",
                "--no-first-run");
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "en"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().implicitlyWait(PATIENCE);
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit));
    }

    /** With no cookies, as wide as a desk's screen. @param address of the server, with a slash at its end */
    public static Browser at(String address) {
        Browser browser = Started.BROWSER;
        browser.address = address.substring(0, address.length() - 1);
        browser.scripts(true);
        browser.languages("en");
        browser.light("light");
        browser.width(1280);
        browser.open("/sign-in");
        browser.driver.manage().deleteAllCookies();
        return browser;
    }

    /** Whether the pages' own scripts run. */
    public Browser scripts(boolean allowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
        return this;
    }

    /** Which languages the pages are asked for, as Accept-Language has them. */
    public Browser languages(String languages) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Language", languages)));
        return this;
    }

    /** In CSS pixels. */
    public Browser width(int pixels) {
        // A window is never narrower than 500.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    public Browser open(String path) {
        driver.get(address + path);
        return this;
    }

    public Browser signIn(String name, String password) {
        return open("/sign-in").type("name", name).type("password", password).press("Sign in");
    }

    /** Into the field of that name. */
    public Browser type(String field, String text) {
        WebElement input = driver.findElement(By.name(field));
        input.clear();
        input.sendKeys(text);
        return this;
    }

    /** The button or link with these words. */
    public Browser press(String words) {
        driver.findElement(By.xpath(
                        "//button[normalize-space()='" + words + "'] | //a[normalize-space()='" + words + "']"))
                .click();
        return this;
    }

    /** Waits until the page has these words. */
    public Browser sees(String words) {
        assertThat(driver.findElements(By.xpath("//body[contains(normalize-space(.), \"" + words + "\")]")))
                .as("'%s' on the page: %s", words, text())
                .isNotEmpty();
        return this;
    }

    /** At this moment. */
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    public String path() {
        return driver.getCurrentUrl().substring(address.length());
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    public WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public ChromeDriver driver() {
        return driver;
    }

    /** Looks for barriers by axe-core, and keeps pictures of the page at 360 and 1280 pixels. */
    public Browser isGood(String name) {
        for (int pixels : new int[] {360, 1280}) {
            width(pixels);
            screenshot(name + "-" + pixels);
            assertThat(barriers())
                    .as("barriers on %s at %d pixels", name, pixels)
                    .isEmpty();
            assertThat(dark(name + "-dark-" + pixels))
                    .as("barriers on %s in the dark at %d pixels", name, pixels)
                    .isEmpty();
            Object wide = driver.executeScript("return document.documentElement.scrollWidth");
            assertThat(((Number) wide).intValue())
                    .as("%s scrolls sideways at %d", name, pixels)
                    .isLessThanOrEqualTo(pixels);
        }
        return this;
    }

    /** As for who likes it dark: colours are all that differs. */
    private List<?> dark(String name) {
        light("dark");
        try {
            screenshot(name);
            return found("{runOnly: ['color-contrast']}");
        } finally {
            light("light");
        }
    }

    /** Without motion, or colours would be looked at on their way. */
    private void light(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    private void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(
                    SCREENSHOTS.resolve(name.toLowerCase(Locale.ROOT) + ".png"),
                    driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<?> barriers() {
        driver.executeScript(axe());
        return found("{}");
    }

    private List<?> found(String options) {
        Object found = driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run(document, " + options + ").then(result => done(result.violations"
                + ".filter(one => one.impact === 'serious' || one.impact === 'critical')"
                + ".map(one => one.id + ': ' + one.help + ' ' + one.nodes.map(node => node.html).join(' | '))));");
        return (List<?>) found;
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream(AXE)) {
            if (in == null) {
                throw new AssertionError(AXE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
