//! A tab of the browser, with a profile of its own: what a person does in it, and what there is to be seen.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::chromium::{Browser, PATIENCE, browser};

pub(crate) struct Tab {
    browser: &'static Browser,
    context: String,
    session: String,
}

/// How somebody looks at pages.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the browser, and of no other")]
pub(crate) struct Looks {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
    pub(crate) scripts: bool,
    pub(crate) still: bool,
    pub(crate) prints: bool,
}

impl Default for Looks {
    fn default() -> Self {
        Self { width: 1000, height: 800, dark: false, scripts: true, still: false, prints: false }
    }
}

/// A key: its name, what it types, and its number.
const KEYS: [(&str, &str, u32); 8] = [
    ("ArrowLeft", "", 37),
    ("ArrowRight", "", 39),
    ("ArrowUp", "", 38),
    ("ArrowDown", "", 40),
    ("Home", "", 36),
    ("End", "", 35),
    ("Tab", "\t", 9),
    ("Enter", "\r", 13),
];

impl Tab {
    /// A new tab. None where no browser is installed: then the test says so and passes.
    #[expect(clippy::disallowed_macros, reason = "a test that could not look says so")]
    pub(crate) fn open() -> Option<Self> {
        let Some(browser) = browser() else {
            println!("skipped: no Chromium here (STORYLINE_BROWSER names one)");
            return None;
        };
        let ask = |method, parameters| browser.ask("", method, &parameters).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let context = text(&ask("Target.createBrowserContext", json!({}))["browserContextId"]);
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = text(&ask("Target.createTarget", target)["targetId"]);
        let attached = ask("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        let tab = Self { browser, context, session: text(&attached["sessionId"]) };
        for domain in ["Page", "Network", "Runtime", "Log", "Accessibility"] {
            tab.ask(&format!("{domain}.enable"), json!({}));
        }
        tab.ask("Page.setLifecycleEventsEnabled", json!({ "enabled": true }));
        tab.look(Looks::default());
        Some(tab)
    }

    #[expect(clippy::needless_pass_by_value, reason = "it is written where it is asked")]
    pub(crate) fn ask(&self, method: &str, parameters: Value) -> Value {
        self.browser.ask(&self.session, method, &parameters).unwrap()
    }

    pub(crate) fn look(&self, looks: Looks) {
        let size = json!({
            "width": looks.width, "height": looks.height, "deviceScaleFactor": 1, "mobile": looks.width < 600
        });
        self.ask("Emulation.setDeviceMetricsOverride", size);
        let scheme = if looks.dark { "dark" } else { "light" };
        let motion = if looks.still { "reduce" } else { "no-preference" };
        let media = json!({
            "media": if looks.prints { "print" } else { "" },
            "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": motion },
            ],
        });
        self.ask("Emulation.setEmulatedMedia", media);
        self.ask("Emulation.setScriptExecutionDisabled", json!({ "value": !looks.scripts }));
    }

    /// Goes to an address and waits until all of it is there. What was said before is forgotten.
    pub(crate) fn go(&self, url: &str) {
        self.browser.forget(&self.session);
        let gone = self.ask("Page.navigate", json!({ "url": url }));
        assert_eq!(gone["errorText"], Value::Null, "{url}");
        let loader = gone["loaderId"].clone();
        self.browser.wait_for(&self.session, &format!("{url} to be there"), |events| {
            let mut events = events.iter().filter(|event| event["method"] == "Page.lifecycleEvent");
            let is_it = |event: &&Value| event["params"]["name"] == "load" && event["params"]["loaderId"] == loader;
            events.find(is_it).map(|_| ())
        });
    }

    /// Goes to a file.
    pub(crate) fn go_to(&self, file: &Path) {
        self.go(&address(file));
    }

    /// What an expression is worth.
    pub(crate) fn value(&self, expression: &str) -> Value {
        self.try_value(expression).unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    pub(crate) fn text(&self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_else(|| panic!("{expression} is no text")).to_owned()
    }

    fn try_value(&self, expression: &str) -> Result<Value, String> {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.browser.ask(&self.session, "Runtime.evaluate", &parameters)?;
        match answer.get("exceptionDetails") {
            Some(exception) => Err(exception.to_string()),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Waits until an expression is true, through changes of pages.
    pub(crate) fn until(&self, what: &str, expression: &str) {
        let pause = Duration::from_millis(20);
        for _ in 0..PATIENCE.as_millis() / pause.as_millis() {
            if self.try_value(expression) == Ok(Value::Bool(true)) {
                return;
            }
            std::thread::sleep(pause);
        }
        panic!("waited for {what}: {expression} never was, at {}", self.text("location.href"));
    }

    /// Waits until the tab is at a file and has all of it.
    pub(crate) fn until_at(&self, file: &Path) {
        let address = Value::from(address(file));
        let is_there = "document.readyState === 'complete'";
        let at = format!("location.href.split('#')[0] === {address} && {is_there}");
        self.until(&format!("{}", file.display()), &at);
    }

    pub(crate) fn press(&self, key: &str) {
        let (name, text, number) = KEYS.into_iter().find(|(name, ..)| *name == key).unwrap();
        let mut event = json!({
            "type": if text.is_empty() { "rawKeyDown" } else { "keyDown" },
            "key": name, "code": name, "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number,
        });
        if !text.is_empty() {
            event["text"] = text.into();
        }
        self.ask("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        self.ask("Input.dispatchKeyEvent", event);
    }

    /// A key that is held is heard of again.
    pub(crate) fn hold(&self, key: &str) {
        let (name, _, number) = KEYS.into_iter().find(|(name, ..)| *name == key).unwrap();
        let event = json!({
            "type": "rawKeyDown", "autoRepeat": true,
            "key": name, "code": name, "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number,
        });
        self.ask("Input.dispatchKeyEvent", event);
    }

    /// All that the page holds, as markup.
    pub(crate) fn markup(&self) -> String {
        self.text("document.documentElement.outerHTML")
    }

    /// All that is said to whoever cannot see it: names, descriptions and values of the accessibility tree, a line each.
    pub(crate) fn spoken(&self) -> String {
        let tree = self.ask("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().unwrap();
        let said = nodes.iter().flat_map(|node| {
            let properties = node["properties"].as_array().into_iter().flatten().map(|property| &property["value"]);
            [&node["name"], &node["description"], &node["value"]].into_iter().chain(properties)
        });
        said.filter_map(|value| value["value"].as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// What would be on paper, as a PDF in base 64.
    pub(crate) fn printed(&self) -> String {
        let printed = self.ask("Page.printToPDF", json!({ "printBackground": false }));
        printed["data"].as_str().unwrap().to_owned()
    }

    /// What is to be seen, all the way down, as a PNG in base 64.
    #[allow(dead_code, reason = "for whoever wants to see what a test saw")]
    pub(crate) fn picture(&self) -> String {
        let asked = json!({ "format": "png", "captureBeyondViewport": true });
        self.ask("Page.captureScreenshot", asked)["data"].as_str().unwrap().to_owned()
    }

    /// The addresses of all that was asked for since the tab last went somewhere.
    pub(crate) fn requests(&self) -> Vec<String> {
        let events = self.browser.events(&self.session);
        let events = events.iter().filter(|event| event["method"] == "Network.requestWillBeSent");
        events.filter_map(|event| event["params"]["request"]["url"].as_str()).map(str::to_owned).collect()
    }

    /// All that was complained of or written down since the tab last went somewhere.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let said = |event: &Value| match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => Some(event["params"]["exceptionDetails"].to_string()),
            Some("Runtime.consoleAPICalled") => Some(event["params"]["args"].to_string()),
            Some("Log.entryAdded") => Some(event["params"]["entry"].to_string()),
            Some("Network.loadingFailed") => Some(event["params"].to_string()),
            _ => None,
        };
        self.browser.events(&self.session).iter().filter_map(said).collect()
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        // In vain where the browser is what failed.
        if !std::thread::panicking() {
            self.ask_away();
        }
    }
}

impl Tab {
    fn ask_away(&self) {
        let _ = self.browser.ask("", "Target.disposeBrowserContext", &json!({ "browserContextId": self.context }));
        self.browser.forget(&self.session);
    }
}

/// The address of a file.
pub(crate) fn address(file: &Path) -> String {
    let path = file.to_str().unwrap();
    let written = path.bytes().map(|byte| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    format!("file://{}", written.collect::<String>())
}
