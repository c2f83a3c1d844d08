//! Finding things as assistive technology does: by role and name, in the browser's own accessibility tree.

use std::fmt;

use serde_json::{Value, json};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, WebElement};

use super::driver::Browser;

/// What is looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sought {
    role: &'static str,
    name: String,
    part: bool,
}

impl Sought {
    fn new(role: &'static str, name: impl Into<String>) -> Self {
        Self { role, name: name.into(), part: false }
    }

    /// The name only has to contain these words.
    #[must_use]
    pub fn part(mut self) -> Self {
        self.part = true;
        self
    }

    fn fits(&self, name: &str) -> bool {
        // The tree keeps line breaks and runs of spaces; people do not hear them.
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.part { name.contains(&self.name) } else { name == self.name }
    }
}

impl fmt::Display for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = if self.part { "with" } else { "named" };
        write!(f, "a {} {how} “{}”", self.role, self.name)
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $function:ident = $role:literal),+ $(,)?) => {$(
        $(#[$doc])*
        pub fn $function(name: impl Into<String>) -> Sought {
            Sought::new($role, name)
        }
    )+};
}

roles! {
    /// Something to press.
    button = "button",
    /// Somewhere to go.
    link = "link",
    /// A field for text.
    textbox = "textbox",
    /// A field to search with.
    searchbox = "searchbox",
    /// A field with a list of choices.
    combobox = "combobox",
    /// One of several choices.
    radio = "radio",
    /// Something that can be on or off.
    checkbox = "checkbox",
    /// A tab.
    tab = "tab",
    /// A heading.
    heading = "heading",
    /// A window above the page.
    dialog = "dialog",
    /// A named part of the page.
    region = "region",
    /// A group of fields.
    group = "group",
    /// A piece that stands for itself.
    article = "article",
    /// A list.
    list = "list",
    /// An entry of a list.
    listitem = "listitem",
    /// A row of a table.
    row = "row",
    /// A way through the pages.
    navigation = "navigation",
    /// What opens and closes a part of the page.
    disclosure = "DisclosureTriangle",
    /// A group of radio buttons.
    radiogroup = "radiogroup",
    /// Words that are announced at once.
    alert = "alert",
    /// Words that are announced.
    status = "status",
}

/// A thing on the page, as the accessibility tree shows it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    backend: i64,
    pub(super) name: String,
    properties: Value,
}

impl Node {
    /// A property as `disabled`, `checked`, `expanded`; `false` where the tree does not say.
    pub(super) fn is(&self, property: &str) -> bool {
        let all = self.properties.as_array().into_iter().flatten();
        let value = all.filter(|p| p["name"] == property).map(|p| &p["value"]["value"]).next();
        value.is_some_and(|v| v.as_bool().unwrap_or_else(|| v == "true"))
    }
}

impl Browser {
    /// Everything with this role, in the order of the page, inside `area` or on the whole page.
    pub(super) fn nodes(&self, role: &str, area: Option<&Node>) -> WebDriverResult<Vec<Node>> {
        let mut query = json!({ "role": role });
        match area {
            Some(area) => query["backendNodeId"] = json!(area.backend),
            None => {
                let root = self.cdp("DOM.getDocument", json!({ "depth": 0 }))?;
                query["nodeId"] = root["root"]["nodeId"].clone();
            }
        }
        let found = self.cdp("Accessibility.queryAXTree", query)?;
        let nodes = found["nodes"].as_array().into_iter().flatten();
        let seen = nodes.filter(|node| node["ignored"] != true);
        Ok(seen
            .filter_map(|node| {
                Some(Node {
                    backend: node["backendDOMNodeId"].as_i64()?,
                    name: node["name"]["value"].as_str().unwrap_or_default().to_owned(),
                    properties: node["properties"].clone(),
                })
            })
            .collect())
    }

    /// Those of the role whose names fit.
    pub(super) fn matching(&self, sought: &Sought, area: Option<&Node>) -> WebDriverResult<Vec<Node>> {
        let mut nodes = self.nodes(sought.role, area)?;
        nodes.retain(|node| sought.fits(&node.name));
        Ok(nodes)
    }

    /// The element behind a node, for the driver. chromedriver names elements by frame, document and node; the
    /// first two are those of the page itself.
    pub(super) fn element(&self, node: &Node) -> WebDriverResult<WebElement> {
        self.run(async |driver| {
            let page = driver.find(By::Css("html")).await?.element_id().to_string();
            let prefix = page.rsplit_once('.').map_or(page.as_str(), |(prefix, _)| prefix);
            let reference =
                json!({ thirtyfour::common::command::MAGIC_ELEMENTID: format!("{prefix}.{}", node.backend) });
            WebElement::from_json(reference, driver.handle().clone())
        })
    }
}
