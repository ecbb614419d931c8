// Pictures: galleries, spoilers, the large view, and what is left of one that aged out.
import { $, h, sizeOf } from "./dom.js";

const revealed = new Set();

export function gallery(items, pool) {
  return h("div", { class: `gallery of-${Math.min(items.length, 10)}` }, items.map((item) => picture(item, pool)));
}

export function picture({ url, width, height, description, spoiler, filename }, pool) {
  const img = pool?.get(url) ?? h("img", { src: url, loading: "eager", decoding: "async" });
  img.dataset.key = url;
  img.alt = description ?? "";
  const frame = h("figure", { class: "picture" }, img);
  if (width && height) frame.style.setProperty("--ratio", `${width} / ${height}`);
  if (width) frame.style.setProperty("--width", `${Math.max(width, 180)}px`);
  img.onerror = () => frame.replaceChildren(h("div", { class: "aged" }, "This picture has aged out of the playground."));
  if (description) frame.append(h("span", { class: "alt", title: description }, "ALT"));
  if (spoiler && !revealed.has(url)) frame.append(cover(frame, url));
  img.onclick = () => enlarge({ url, description, filename });
  return frame;
}

function cover(frame, url) {
  frame.classList.add("covered");
  return h("button", { class: "cover", onclick: (event) => {
    revealed.add(url);
    frame.classList.remove("covered");
    event.currentTarget.remove();
  } }, "Spoiler");
}

function enlarge({ url, description, filename }) {
  const box = $("lightbox");
  box.replaceChildren(
    h("img", { src: url, alt: description ?? "" }),
    h("div", { class: "caption" }, description ? h("span", {}, description) : null,
      h("a", { href: url, target: "_blank", rel: "noopener" }, "Open original"),
      filename ? h("a", { href: url, download: filename }, "Save") : null));
  box.onclick = (event) => { if (event.target.tagName !== "A") box.close(); };
  box.showModal();
}

export function fileCard(file) {
  return h("a", { class: "file", href: file.url, download: file.filename, target: "_blank", rel: "noopener" },
    h("span", { class: "file-icon" }),
    h("span", {}, h("b", {}, file.filename), h("small", {}, sizeOf(file.size ?? 0))));
}

export const isImage = (file) => (file.content_type ?? "").startsWith("image/");
