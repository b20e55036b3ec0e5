//! The brief as a picture. The article stands with the page's styles in a drawing (`foreignObject`), which the browser paints on a
//! canvas; browsers that keep such a canvas to themselves (WebKit) make no picture, and the page says so.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, CssStyleSheet, Element, HtmlCanvasElement, HtmlElement, HtmlImageElement};

use crate::ui::features::documents::files::{SHARP, save_canvas};
use crate::ui::runtime::later::{self, Life};

/// Saves the article as a PNG of this name at twice its size on the screen; `done` hears whether that worked, while this life lasts.
pub fn save(life: Life, article: &HtmlElement, name: String, done: impl FnOnce(bool) + 'static) {
    let size = (f64::from(article.offset_width()), f64::from(article.offset_height()));
    let (Ok(drawing), Ok(image)) = (drawing(article, size), HtmlImageElement::new()) else {
        return done(false);
    };
    // an address that holds the drawing itself: a canvas that was given one from elsewhere hands out no picture
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", js_sys::encode_uri_component(&drawing)));
    let loaded = image.decode();
    later::settled(life, loaded, move |found| match found.and_then(|_| painted(&image, size)) {
        Ok(canvas) => save_canvas(&canvas, format!("{name}.png"), done),
        Err(reason) => {
            leptos::logging::error!("the brief cannot be painted: {reason:?}");
            done(false);
        }
    });
}

/// The article as a drawing of this size, complete in itself.
fn drawing(article: &HtmlElement, (width, height): (f64, f64)) -> Result<String, JsValue> {
    let copy: Element = article.clone_node_with_deep(true)?.unchecked_into();
    // what was typed stands beside the markup, not in it
    for (selector, typed) in [("input", true), ("textarea", false)] {
        let Some((own, other)) = article.query_selector(selector)?.zip(copy.query_selector(selector)?) else {
            continue;
        };
        let value = js_sys::Reflect::get(&own, &JsValue::from("value"))?.as_string().unwrap_or_default();
        match (typed, value.is_empty()) {
            (true, _) => other.set_attribute("value", &value)?,
            (false, true) => other.remove(),
            (false, false) => other.set_text_content(Some(&value)),
        }
    }
    let markup = web_sys::XmlSerializer::new()?.serialize_to_string(&copy)?;
    let font =
        article.owner_document().and_then(|d| d.default_view()).and_then(|w| w.get_computed_style(article).ok()?);
    let font = font.and_then(|style| style.get_property_value("font-family").ok()).unwrap_or_default();
    let styles = styles()?;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"><foreignObject width=\"100%\" height=\"100%\">\
         <style xmlns=\"http://www.w3.org/1999/xhtml\"><![CDATA[{styles}\n.brief{{font-family:{font};line-height:1.45;box-shadow:none!important;\
         border:0!important;box-sizing:border-box;width:{width}px!important;height:{height}px}}]]></style>{markup}</foreignObject></svg>"
    ))
}

/// Every rule of the page's styles.
fn styles() -> Result<String, JsValue> {
    let sheets = document().style_sheets();
    let mut text = String::new();
    for sheet in (0..sheets.length()).filter_map(|i| sheets.item(i)) {
        let rules = sheet.unchecked_into::<CssStyleSheet>().css_rules()?;
        for rule in (0..rules.length()).filter_map(|i| rules.item(i)) {
            text.push_str(&rule.css_text());
            text.push('\n');
        }
    }
    Ok(text)
}

/// The drawing on a canvas, in the density of exported pictures.
fn painted(image: &HtmlImageElement, (width, height): (f64, f64)) -> Result<HtmlCanvasElement, JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width((width * SHARP) as u32);
    canvas.set_height((height * SHARP) as u32);
    let context = canvas.get_context("2d")?.ok_or_else(|| JsValue::from("no canvas"))?;
    context.unchecked_into::<CanvasRenderingContext2d>().draw_image_with_html_image_element_and_dw_and_dh(
        image,
        0.0,
        0.0,
        width * SHARP,
        height * SHARP,
    )?;
    Ok(canvas)
}
