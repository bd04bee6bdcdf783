// Two phones and a clock. The server streams what changed; each phone draws its own chats from one store.
// Whatever people or the bot wrote reaches the page as text nodes only.

const world = { people: new Map(), chats: new Map(), messages: new Map(), revision: 0 };
const phones = new Map();
const busy = new Map(); // presses that wait for their answer: id -> key of the button
const $ = (id) => document.getElementById(id);

// small tools

function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.startsWith("aria")) node[name] = value;
    else node.setAttribute(name, value === true && !name.startsWith("aria") ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const ICONS = {
  bell: "M12 3a5.5 5.5 0 0 0-5.5 5.5c0 4.6-2 6-2 6.9h15c0-.9-2-2.3-2-6.9A5.5 5.5 0 0 0 12 3zm-2 14.5a2 2 0 0 0 4 0z",
  reply: "M10 6 4 12l6 6v-4c5 0 8 1.5 10 5 0-6-3.5-9-10-9z",
  edit: "m4 16-.5 4.5L8 20 19 9l-4-4zM16 4l4 4 1-1a1.5 1.5 0 0 0 0-2l-2-2a1.5 1.5 0 0 0-2 0z",
  bin: "M9 3h6l1 2h4v2H4V5h4zM6 9h12l-1 12H7z",
  send: "M3 20.5 21.5 12 3 3.5V10l11 2-11 2z",
  clip: "M12 4v16M4 12h16",
  close: "m6 6 12 12M18 6 6 18",
  down: "m6 9 6 6 6-6",
  file: "M6 2h8l5 5v15H6zM14 2v5h5",
  pin: "M9 3h6l-1 6 4 4H6l4-4zM12 13v8",
};

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", name);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

async function act(name, body) {
  const answer = await fetch(`/page/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error);
  return result;
}

const when = (at, options) => new Intl.DateTimeFormat("en-GB", { timeZone: world.zone, ...options }).format(at);
const hour = (at) => when(at, { hour: "2-digit", minute: "2-digit" });
const day = (at) => when(at, { weekday: "long", day: "numeric", month: "long" });
const remember = (key, value) => localStorage.setItem(key, value ? "1" : "");
const remembered = (key) => localStorage.getItem(key) === "1";
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// what was written, by an allow-list of elements

const ELEMENTS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

function written(text, entities, phone, from = 0, to = text.length) {
  const parts = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    rest = others;
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (start >= end) continue;
    const inside = rest.filter((e) => e.offset < end);
    rest = rest.filter((e) => e.offset + e.length > end);
    parts.push(text.slice(at, start));
    parts.push(element(entity, text.slice(start, end), written(text, inside, phone, start, end), phone));
    at = end;
  }
  parts.push(text.slice(at, to));
  return parts.filter((part) => part !== "");
}

function element(entity, plain, children, phone) {
  if (entity.type === "url" || entity.type === "text_link") return link(entity.url ?? plain, children, phone);
  if (entity.type === "bot_command") {
    return h("button", { type: "button", class: "link", onclick: () => phone.say(plain) }, plain);
  }
  if (entity.type === "spoiler") {
    const cover = h("button", { type: "button", class: "spoiler", "aria-label": "Hidden words: show" });
    cover.append(...children);
    cover.addEventListener("click", () => cover.replaceWith(...cover.childNodes), { once: true });
    return cover;
  }
  return ELEMENTS[entity.type] ? h(ELEMENTS[entity.type], {}, children) : h("span", {}, children);
}

function safe(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

function link(address, children, phone, more = {}) {
  const url = safe(address);
  if (!url) return h("span", more, children);
  return h("a", {
    href: url.href,
    target: "_blank",
    rel: "noopener noreferrer",
    onclick: (event) => { if (phone.follow(url)) event.preventDefault(); },
    ...more,
  }, children);
}

// what a service message tells

function told(message) {
  const { content, by, name } = message;
  const one = content.new_chat_members?.[0] ?? content.left_chat_member;
  switch (message.service) {
    case "group_chat_created": return `${name} made the group “${world.chats.get(message.chat).title}”`;
    case "new_chat_members": return one.id === by ? `${name} joined` : `${name} added ${one.first_name}`;
    case "left_chat_member": return one.id === by ? `${name} left` : `${name} removed ${one.first_name}`;
    case "migrate_to_chat_id": return "This group became a supergroup";
    case "chat_shared": return `${name} chose “${world.chats.get(content.chat_shared.chat_id)?.title}”`;
    case "pinned_message": return `${name} pinned a message`;
    default: return null;
  }
}

const words = (message) => message.content.text ?? message.content.caption ?? "";
const gist = (message) => {
  const kinds = { photo: "Photo", voice: "Voice message", video_note: "Video message", document: "Document",
    location: "Location", contact: "Contact", sticker: "Sticker" };
  return words(message) || told(message) || kinds[Object.keys(kinds).find((kind) => kind in message.content)] || "";
};

function attachment(content) {
  const file = (thing) => `/page/file/${encodeURIComponent(thing.file_id)}`;
  if (content.photo) {
    const photo = content.photo.at(-1);
    return h("img", { class: "photo", src: file(photo), alt: content.caption ? "" : "Photo", loading: "lazy",
      width: photo.width, height: photo.height });
  }
  if (content.document) {
    const size = content.document.file_size;
    return h("a", { class: "document", href: file(content.document), download: content.document.file_name },
      icon("file"),
      h("span", {}, h("strong", {}, content.document.file_name),
        h("small", {}, size < 2048 ? `${size} bytes` : `${Math.round(size / 1024)} KB`)));
  }
  if (content.voice) return h("p", { class: "wave" }, "Voice message · 0:07");
  if (content.video_note) return h("p", { class: "round" }, "Video message");
  if (content.location) return h("p", {}, "📍 A place on a map");
  if (content.contact) return h("p", {}, `👤 ${content.contact.first_name}`);
  if (content.sticker) return h("p", { class: "sticker" }, content.sticker.emoji);
  return null;
}

// a phone

class Phone {
  constructor(person) {
    this.id = person.id;
    this.name = person.name;
    this.chat = person.id;
    this.unread = new Map(); // chat -> {count, rang}
    this.drafts = new Map();
    this.reply = null; // {message, editing}
    this.payload = null; // what START will carry
    this.usedKeyboard = null;
    this.build();
  }

  get person() { return world.people.get(this.id); }
  get place() { return world.chats.get(this.chat); }
  get withBot() { return this.place?.kind === "private"; }
  get bodyId() { return `phone-${this.id}`; }

  build() {
    const id = this.bodyId;
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": `${this.name}’s chats`, onkeydown: (e) => this.walkTabs(e) });
    this.language = h("select", { class: "language", "aria-label": `Language of ${this.name}’s phone`, title: "The language this phone is set to; the companion only guesses from it",
      onchange: () => act("language", { person: this.id, language: this.language.value }) });
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true, onclick: () => this.show(this.place.pinned) });
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabIndex: 0, id: `${id}-log`,
      "aria-description": "Arrow keys go from message to message", onkeydown: (e) => this.walkMessages(e),
      onscroll: () => { this.stuck = this.atEnd(); if (this.stuck) this.jump.hidden = true; } });
    new ResizeObserver(() => { if (this.stuck) this.toEnd(); }).observe(this.log);
    this.jump = h("button", { type: "button", class: "jump round-button", hidden: true, "aria-label": "To the newest message", onclick: () => this.toEnd() }, icon("down"));
    this.typing = h("p", { class: "typing", hidden: true }, "Evenfall is writing", h("i"), h("i"), h("i"));
    this.toast = h("div", { class: "toast", role: "status" });
    this.keyboard = h("div", { class: "keyboard", hidden: true });
    this.menu = h("ul", { class: "commands", role: "listbox", "aria-label": "Commands", id: `${id}-commands`, hidden: true });
    this.attach = h("ul", { class: "commands attach", hidden: true, "aria-label": "Send something else" });
    this.bar = h("div", { class: "replying", hidden: true });
    this.input = h("textarea", { rows: 1, placeholder: "Message", "aria-label": `Message from ${this.name}`, enterKeyHint: "send", autocomplete: "off",
      "aria-controls": `${id}-commands`,
      oninput: () => this.typed(), onkeydown: (e) => this.key(e) });
    this.slash = h("button", { type: "button", class: "round-button slash", "aria-label": "Commands", title: "The companion’s commands", onclick: () => this.toggleMenu() }, "/");
    this.clip = h("button", { type: "button", class: "round-button", "aria-label": "Send something else", title: "A photo, a voice message and the like", onclick: () => this.toggleAttach() }, icon("clip"));
    this.file = h("input", { type: "file", accept: "image/*", hidden: true, onchange: () => this.photo() });
    this.composer = h("form", { class: "composer", onsubmit: (e) => { e.preventDefault(); this.send(); } },
      this.slash, this.input, this.clip, this.file,
      h("button", { class: "round-button send", "aria-label": "Send" }, icon("send")));
    this.start = h("button", { type: "button", class: "start", hidden: true, onclick: () => this.press() });
    this.sheet = h("div", { class: "sheet", hidden: true, onclick: (e) => { if (e.target === this.sheet) this.dismiss(); } });
    this.content = h("div", { class: "content" },
      this.tabs, this.pinned,
      h("div", { class: "room" }, this.log, this.jump, this.toast),
      this.typing, this.menu, this.attach, this.bar, this.keyboard, this.composer, this.start);
    this.node = h("article", { class: `phone ${this.name.toLowerCase()}`, "aria-label": `${this.name}’s phone`, id,
      onkeydown: (e) => { if (e.key === "Escape") this.escape(); } },
      h("header", { class: "status" }, h("span", { class: "face", "aria-hidden": "true" }, this.name[0]), h("h2", {}, this.name), this.language,
        this.clock = h("span", { class: "small-clock", "aria-hidden": "true" })),
      this.content, this.sheet);
  }

  // which chats there are

  get chats() {
    const mine = [...world.chats.values()].filter((c) => c.members.includes(this.id) && !c.moved_to);
    const rank = { private: 0, group: 1, supergroup: 1, direct: 2 };
    return mine
      .filter((c) => c.kind !== "direct" || this.friend(c)?.shown || boxOf(c.id).size)
      .sort((a, b) => rank[a.kind] - rank[b.kind] || Math.abs(a.id) - Math.abs(b.id));
  }

  friend(chat) {
    const other = chat.members.find((id) => id !== this.id);
    const phone = phones.get(other);
    return { id: other, name: world.people.get(other).name, shown: phone && !phone.node.hidden };
  }

  title(chat) {
    if (chat.kind === "private") return world.bot.name;
    return chat.kind === "direct" ? this.friend(chat).name : chat.title;
  }

  chain(chat = this.chat) { // a supergroup and the group it was
    const before = [...world.chats.values()].find((c) => c.moved_to === chat);
    return before ? [...this.chain(before.id), chat] : [chat];
  }

  // what changed

  update(changed, fresh) {
    for (const { id, moved_to: to } of world.chats.values()) if (to) this.follows(id, to);
    const chats = this.chats;
    if (!chats.some((c) => c.id === this.chat)) this.chat = this.id;
    for (const message of fresh) {
      const chat = chats.find((c) => this.chain(c.id).includes(message.chat));
      if (!chat || message.by === this.id) continue;
      if (!message.silent && !message.service) this.ring();
      if (chat.id !== this.chat) {
        const so = this.unread.get(chat.id) ?? { count: 0, rang: false };
        this.unread.set(chat.id, { count: so.count + 1, rang: so.rang || !message.silent });
      }
    }
    if (this.drawn !== this.chat) this.redraw();
    else this.redrawSome(changed, fresh);
    this.frame();
  }

  follows(old, chat) { // a group became a supergroup: stay in it
    if (this.chat === old) this.chat = chat;
    const so = this.unread.get(old);
    if (so) this.unread.set(chat, so);
    this.unread.delete(old);
  }

  frame() { // all around the messages
    this.drawTabs();
    this.clock.textContent = hour(world.now);
    const options = world.languages.map((code) => h("option", { value: code }, new Intl.DisplayNames([code], { type: "language" }).of(code)));
    if (this.language.options.length !== options.length) this.language.replaceChildren(...options);
    this.language.hidden = options.length < 2;
    this.language.value = this.person.language;
    const place = this.place;
    const pinned = place.pinned && boxOf(place.id).get(place.pinned);
    this.pinned.hidden = !pinned;
    if (pinned) this.pinned.replaceChildren(icon("pin"), h("span", {}, gist(pinned)));
    this.typing.hidden = !place.typing;
    const idle = this.withBot && (place.bot !== "member" || this.payload !== null);
    this.start.hidden = !idle;
    this.composer.hidden = idle;
    this.start.textContent = place.bot === "kicked" ? "Restart" : "Start";
    this.slash.hidden = this.commands().length === 0;
    this.drawKeyboard();
    this.emptiness();
  }

  emptiness() {
    const bare = !this.log.querySelector(".message, .service");
    this.log.querySelector(".empty")?.remove();
    if (!bare) return;
    const about = this.withBot ? this.person.about : this.place.kind === "direct" ? `Only ${this.name} and ${this.friend(this.place).name}. Evenfall is not here.` : "";
    this.log.append(h("div", { class: "empty" },
      this.withBot && h("img", { src: "/static/icon.svg", alt: "", width: 64, height: 64 }),
      this.withBot && h("strong", {}, world.bot.name),
      about && h("p", {}, about)));
  }

  drawTabs() {
    const had = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...this.chats.map((chat) => {
      const here = chat.id === this.chat;
      const unread = this.unread.get(chat.id);
      const title = this.title(chat);
      return h("button", { type: "button", role: "tab", class: `tab ${chat.kind}`, "aria-selected": String(here), tabIndex: here ? 0 : -1,
        "aria-controls": this.log.id, "aria-label": unread ? `${title}, ${unread.count} new` : title, onclick: () => this.open(chat.id) },
        chat.kind === "private" ? h("img", { src: "/static/icon.svg", alt: "", width: 22, height: 22 })
          : h("span", { class: `face ${title.toLowerCase()}`, "aria-hidden": "true" }, title[0]),
        h("span", { class: "title" }, title),
        unread && h("span", { class: `badge${unread.rang ? " rang" : ""}`, "aria-hidden": "true" }, String(unread.count)));
    }));
    if (had) this.tabs.querySelector("[aria-selected=true]")?.focus();
  }

  walkTabs(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const chats = this.chats;
    const at = chats.findIndex((c) => c.id === this.chat);
    this.open(chats[(at + step + chats.length) % chats.length].id);
    event.preventDefault();
  }

  walkMessages(event) {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const from = event.target.closest(".message");
    if (!step || (from && from !== event.target)) return;
    let to = from ? from[step] : this.log.lastElementChild;
    while (to && !to.classList.contains("message")) to = to[step];
    to?.focus();
    event.preventDefault();
  }

  open(chat, payload = null) {
    if (chat !== this.chat) {
      this.drafts.set(this.chat, this.input.value);
      this.chat = chat;
      this.reply = null;
      this.input.value = this.drafts.get(chat) ?? "";
      this.menu.hidden = this.attach.hidden = true;
    }
    this.payload = payload;
    this.unread.delete(chat);
    this.redraw();
    this.frame();
    this.drawReply();
    drawSwitch();
  }

  // messages

  redraw() {
    this.drawn = this.chat;
    this.log.replaceChildren();
    for (const chat of this.chain()) for (const message of boxOf(chat).values()) this.place_(message);
    this.toEnd();
  }

  redrawSome(changed, fresh) {
    const chain = this.chain();
    const end = this.stuck;
    let mine = false;
    for (const message of changed.filter((m) => chain.includes(m.chat))) {
      const old = this.log.querySelector(`[data-key="${message.chat}:${message.id}"]`);
      if (message.gone) this.fade(old);
      else this.place_(message, old, fresh.includes(message));
      mine ||= fresh.includes(message) && message.by === this.id;
      if (this.reply?.message.id === message.id && this.reply.message.chat === message.chat) {
        if (message.gone) this.cancel();
        else this.reply.message = message;
      }
    }
    const news = fresh.filter((m) => chain.includes(m.chat));
    if (end || mine) this.toEnd();
    else if (news.length) this.jump.hidden = false;
    const asks = news.filter((m) => m.markup?.force_reply && this.asked(m)).at(-1);
    if (asks) this.answer(asks);
  }

  asked(message) {
    if (!message.markup.selective || this.withBot) return true;
    const to = boxOf(message.chat).get(message.reply_to);
    const named = (message.content.entities ?? []).some((e) => e.user?.id === this.id
      || (e.type === "mention" && words(message).substr(e.offset, e.length) === `@${this.person.username}`));
    return named || to?.by === this.id;
  }

  place_(message, old = null, isNew = false) {
    const node = this.draw(message);
    if (!node) return;
    if (old) {
      const focused = old.contains(document.activeElement) ? document.activeElement.dataset.focus ?? "" : null;
      const changed = message.edited !== Number(old.dataset.edited || 0);
      old.replaceWith(node);
      if (focused !== null) (node.querySelector(`[data-focus="${CSS.escape(focused)}"]`) ?? node.querySelector(".keys button") ?? this.log).focus();
      if (changed) node.classList.add("changed");
      return;
    }
    const date = day(message.at);
    if ([...this.log.querySelectorAll(".day")].at(-1)?.textContent !== date) this.log.append(h("div", { class: "day" }, date));
    if (isNew) node.classList.add("new");
    this.log.append(node);
  }

  fade(node) {
    if (!node) return;
    const drop = () => {
      if (node.contains(document.activeElement)) this.log.focus();
      node.remove();
      for (const mark of this.log.querySelectorAll(".day")) {
        if (!mark.nextElementSibling || mark.nextElementSibling.classList.contains("day")) mark.remove();
      }
      this.emptiness();
    };
    if (calm.matches) drop();
    else node.animate({ opacity: [1, 0], transform: ["none", "scale(.97)"] }, 180).finished.then(drop);
  }

  draw(message) {
    const key = `${message.chat}:${message.id}`;
    if (message.service) {
      const text = told(message);
      return text && h("div", { class: "service", "data-key": key }, text);
    }
    const own = message.by === this.id;
    const bot = message.by === world.bot.id;
    const { content } = message;
    const group = this.place.kind.endsWith("group");
    const quoted = message.reply_to && boxOf(message.chat).get(message.reply_to);
    const text = words(message);
    const body = h("div", { class: "bubble" },
      group && !own && h("strong", { class: "name" }, message.name),
      content.forward_origin && h("em", { class: "forwarded" }, "Forwarded"),
      message.reply_to && h("button", { type: "button", class: "quote", "data-focus": "quote", onclick: () => this.show(message.reply_to) },
        h("strong", {}, quoted?.name ?? ""), h("span", {}, quoted ? gist(quoted) : "Deleted message")),
      attachment(content),
      text && h("div", { class: "text", dir: "auto" }, written(text, content.entities ?? content.caption_entities ?? [], this)),
      h("span", { class: "meta" },
        message.edited && h("span", {}, "edited"),
        bot && !message.silent && h("span", { class: "rings", title: "This one rang" }, icon("bell"), h("span", { class: "unseen" }, "rang")),
        h("time", {}, hour(message.at))));
    const node = h("div", { class: `message ${own ? "own" : bot ? "bot" : "other"}${message.markup?.inline_keyboard ? " has-keys" : ""} from-${message.name.toLowerCase()}`, "data-key": key, "data-edited": message.edited ?? 0, "data-protected": message.protected || null, tabIndex: -1 },
      h("span", { class: "unseen" }, `${own ? "You" : message.name}: `),
      h("div", { class: "line" }, body, this.tools(message, own)),
      this.keys(message));
    const reach = (on) => { for (const tool of node.querySelectorAll(".tool")) tool.tabIndex = on ? 0 : -1; };
    node.addEventListener("focusin", () => reach(true));
    node.addEventListener("focusout", () => reach(false));
    reach(false);
    this.longPress(node);
    return node;
  }

  tools(message, own) {
    const tool = (name, label, does) => h("button", { type: "button", class: "tool", "data-focus": name, "aria-label": label, title: label, onclick: does }, icon(name));
    return h("span", { class: "acts" },
      tool("reply", "Reply", () => this.answer(message)),
      own && message.content.text && tool("edit", "Edit", () => this.rewrite(message)),
      own && tool("bin", "Delete", () => act("unsend", { person: this.id, chat: message.chat, message: message.id })));
  }

  keys(message) {
    const rows = message.markup?.inline_keyboard;
    if (!rows) return null;
    return h("div", { class: "keys", role: "group", "aria-label": "Buttons" }, rows.map((row, r) => h("div", { class: "row" }, row.map((button, b) => {
      const focus = `${r}.${b}`;
      const style = ["danger", "success", "primary"].includes(button.style) ? button.style : "";
      if (button.url) return link(button.url, [button.text, h("span", { class: "out", "aria-hidden": "true" }, "↗")], this, { class: `key ${style}`, "data-focus": focus });
      const key = `${this.id}:${message.chat}:${message.id}:${focus}`;
      const waits = [...busy.values()].includes(key);
      const node = h("button", { type: "button", class: `key ${style}`, "data-focus": focus, "data-press": key, "aria-busy": String(waits), onclick: () => {
        if (button.copy_text) return navigator.clipboard.writeText(button.copy_text.text).then(() => this.tell("Copied"));
        if (node.getAttribute("aria-busy") !== "true") this.tap(message, button.callback_data, key);
      } }, button.text);
      return node;
    }))));
  }

  longPress(node) {
    let timer;
    const stop = () => clearTimeout(timer);
    node.addEventListener("touchstart", () => { timer = setTimeout(() => {
      this.log.querySelector(".held")?.classList.remove("held");
      node.classList.add("held");
    }, 450); }, { passive: true });
    for (const end of ["touchend", "touchmove", "touchcancel"]) node.addEventListener(end, stop, { passive: true });
  }

  async tap(message, data, key) {
    const { press } = await act("tap", { person: this.id, chat: message.chat, message: message.id, data });
    if (answered.delete(press)) return;
    busy.set(press, key);
    spin(key, true);
    setTimeout(() => release(press), 15000);
  }

  // writing

  async say(text) {
    this.usedKeyboard = this.currentKeyboard()?.id ?? this.usedKeyboard;
    const { reply } = this;
    await act("say", { person: this.id, chat: this.chat, text, reply_to: reply?.editing ? null : reply?.message.id });
    if (this.reply === reply) this.cancel(); // the answer may already ask for another reply
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const { reply } = this;
    this.input.value = "";
    this.typed();
    try {
      if (reply?.editing) {
        await act("edit", { person: this.id, chat: reply.message.chat, message: reply.message.id, text });
        this.cancel();
      } else await this.say(text);
    } catch (error) {
      this.input.value = text;
      this.tell(`Not sent: ${error.message}`);
    }
  }

  press() { // START
    const text = this.payload ? `/start ${this.payload}` : "/start";
    this.payload = null;
    this.say(text).then(() => this.input.focus());
  }

  key(event) {
    const options = [...this.menu.querySelectorAll("[role=option]")];
    const open = !this.menu.hidden && options.length;
    const at = options.findIndex((o) => o.getAttribute("aria-selected") === "true");
    if (open && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
      options.forEach((o, i) => o.setAttribute("aria-selected", String(i === next)));
      this.input.setAttribute("aria-activedescendant", options[next].id);
      options[next].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (open && at >= 0) options[at].click();
      else this.send();
    }
  }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
    if (/^\/\w*$/.test(this.input.value)) this.openMenu(this.input.value.slice(1));
    else this.closeMenu();
  }

  commands() {
    if (this.place.kind === "direct" || this.place.bot !== "member") return [];
    return this.person.commands[this.withBot ? "private" : "group"];
  }

  openMenu(typed = "") {
    const fitting = this.commands().filter((c) => c.command.startsWith(typed));
    this.attach.hidden = true;
    this.menu.hidden = fitting.length === 0;
    this.input.removeAttribute("aria-activedescendant");
    this.menu.replaceChildren(...fitting.map((c) => h("li", { role: "option", id: `${this.menu.id}-${c.command}`, "aria-selected": "false", onclick: () => {
      this.input.value = "";
      this.closeMenu();
      this.say(this.withBot ? `/${c.command}` : `/${c.command}@${world.bot.username}`);
      this.input.focus();
    } }, h("strong", {}, `/${c.command}`), h("span", {}, c.description))));
  }

  closeMenu() {
    this.menu.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }

  toggleMenu() {
    if (this.menu.hidden) this.openMenu();
    else this.closeMenu();
    this.input.focus();
  }

  toggleAttach() {
    this.closeMenu();
    this.attach.hidden = !this.attach.hidden;
    const kinds = { voice: "Voice message", video_note: "Video message", sticker: "Sticker", location: "Place on a map", contact: "Contact", forward: "Forwarded words" };
    const item = (label, does) => h("li", {}, h("button", { type: "button", onclick: () => { this.attach.hidden = true; this.clip.focus(); does(); } }, label));
    this.attach.replaceChildren(item("Photo…", () => this.file.click()),
      ...Object.entries(kinds).map(([kind, label]) => item(label, () => this.media(kind))));
    if (!this.attach.hidden) this.attach.querySelector("button").focus();
  }

  media(kind, data = "") {
    return act("media", { person: this.id, chat: this.chat, kind, data, reply_to: this.reply?.message.id }).then(() => this.cancel());
  }

  photo() {
    const reader = new FileReader();
    reader.onload = () => this.media("photo", reader.result.split(",")[1]);
    if (this.file.files[0]) reader.readAsDataURL(this.file.files[0]);
    this.file.value = "";
  }

  answer(message) {
    this.reply = { message, editing: false };
    this.drawReply();
    if (this.inHand) this.input.focus();
  }

  rewrite(message) {
    this.reply = { message, editing: true };
    this.input.value = message.content.text;
    this.drawReply();
    this.input.focus();
    this.typed();
  }

  cancel() {
    if (this.reply?.editing) this.input.value = "";
    this.reply = null;
    this.drawReply();
  }

  drawReply() {
    this.bar.hidden = !this.reply;
    this.input.placeholder = this.reply?.message.markup?.input_field_placeholder ?? "Message";
    if (!this.reply) return;
    const { message, editing } = this.reply;
    this.bar.replaceChildren(icon(editing ? "edit" : "reply"),
      h("span", {}, h("strong", {}, editing ? "Edit" : `Reply to ${message.by === this.id ? "yourself" : message.name}`), h("span", {}, gist(message))),
      h("button", { type: "button", class: "round-button", "aria-label": editing ? "Do not edit" : "Do not reply", onclick: () => { this.cancel(); this.input.focus(); } }, icon("close")));
  }

  escape() {
    if (!this.sheet.hidden) this.dismiss();
    else if (!this.menu.hidden || !this.attach.hidden) { this.closeMenu(); this.attach.hidden = true; }
    else if (this.reply) this.cancel();
  }

  // a reply keyboard

  currentKeyboard() {
    for (const message of [...boxOf(this.chat).values()].reverse()) {
      if (message.markup?.remove_keyboard) return null;
      if (message.markup?.keyboard) return message;
    }
    return null;
  }

  drawKeyboard() {
    const message = this.withBot && this.composer.hidden === false ? this.currentKeyboard() : null;
    const used = message && message.markup.one_time_keyboard && this.usedKeyboard === message.id;
    this.keyboard.hidden = !message || used;
    if (this.keyboard.hidden) return this.keyboard.replaceChildren();
    if (this.keyboard.dataset.of === String(message.id) && this.keyboard.childElementCount) return;
    this.keyboard.dataset.of = message.id;
    this.keyboard.replaceChildren(...message.markup.keyboard.map((row) => h("div", { class: "row" }, row.map((button) =>
      h("button", { type: "button", class: "key", onclick: () => button.request_chat ? this.choose(button) : this.say(button.text) }, button.text)))));
  }

  choose(button) {
    const share = (chat) => act("share", { person: this.id, request: button.request_chat.request_id, chat })
      .then(() => { this.usedKeyboard = this.currentKeyboard()?.id; this.frame(); });
    this.chooseGroup(button.text, share, (title, members) =>
      act("group", { person: this.id, title, members, bot: !!button.request_chat.bot_is_member }).then(({ chat }) => share(chat)));
  }

  // links of Telegram's own

  follow(url) {
    if (!["t.me", "telegram.me"].includes(url.hostname)) return false;
    const query = url.searchParams;
    if (url.pathname === "/share/url" || url.pathname === "/share") this.pass(query.get("url") ?? "", query.get("text") ?? "");
    else if (url.pathname.slice(1).toLowerCase() !== world.bot.username.toLowerCase()) return false;
    else if (query.has("startgroup")) this.addToGroup(query.get("startgroup"));
    else this.open(this.id, query.get("start"));
    return true;
  }

  pass(url, text) { // the share sheet
    const draft = h("textarea", { rows: 5, "aria-label": "The message, yours to change" });
    draft.value = [url, text].filter(Boolean).join("\n");
    const friends = this.chats.concat([...world.chats.values()].filter((c) => c.kind === "direct" && c.members.includes(this.id)))
      .filter((c, i, all) => c.kind === "direct" && all.indexOf(c) === i && this.friend(c).shown);
    this.raise("Send", draft, ...friends.map((chat) => h("button", { type: "button", class: "wide", onclick: () => {
      if (!draft.value.trim()) return;
      act("say", { person: this.id, chat: chat.id, text: draft.value }).then(() => this.tell(`Sent to ${this.friend(chat).name}`));
      this.dismiss();
    } }, `Send to ${this.friend(chat).name}`)));
  }

  addToGroup(payload) {
    this.chooseGroup(`Add ${world.bot.name} to a group`,
      (chat) => act("startgroup", { person: this.id, chat, payload }).then(() => this.open(chat)),
      (title, members) => act("group", { person: this.id, title, members, bot: true, payload }));
  }

  chooseGroup(heading, chosen, made) {
    const groups = this.chats.filter((c) => c.kind.endsWith("group"));
    this.raise(heading,
      ...groups.map((chat) => h("button", { type: "button", class: "wide", onclick: () => { this.dismiss(); chosen(chat.id); } }, chat.title)),
      h("button", { type: "button", class: "wide soft", onclick: () => this.makeGroup(made) }, "Make a new group…"));
  }

  makeGroup(made) {
    const title = h("input", { value: "Us", maxLength: 64, "aria-label": "Name of the group" });
    const partner = (id) => [...world.people.keys()].slice(0, 2).includes(id) && [...world.people.keys()].slice(0, 2).includes(this.id);
    const boxes = [...world.people.values()].filter((p) => p.id !== this.id).map((p) => [p, h("input", { type: "checkbox", checked: partner(p.id) })]);
    this.raise("A new group", title,
      ...boxes.map(([person, box]) => h("label", { class: "check" }, box, `with ${person.name}`)),
      h("button", { type: "button", class: "wide", onclick: () => {
        this.dismiss();
        made(title.value, boxes.filter(([, box]) => box.checked).map(([person]) => person.id));
      } }, "Make the group"));
  }

  raise(heading, ...children) { // a sheet over this phone
    this.before ??= document.activeElement;
    const title = h("h3", { id: `${this.bodyId}-sheet` }, heading);
    this.sheet.replaceChildren(h("div", { class: "card", role: "dialog", "aria-modal": "true", "aria-labelledby": title.id }, title, ...children,
      h("button", { type: "button", class: "wide plain", onclick: () => this.dismiss() }, "Close")));
    this.sheet.hidden = false;
    this.content.inert = true;
    if (this.inHand) this.sheet.querySelector("textarea, input, button").focus();
  }

  dismiss() {
    this.sheet.hidden = true;
    this.sheet.replaceChildren();
    this.content.inert = false;
    if (this.before?.isConnected) this.before.focus();
    this.before = null;
  }

  // signs

  get inHand() { // nobody is busy on another phone: this one may take the focus
    const phone = document.activeElement?.closest(".phone");
    return !phone || phone === this.node;
  }

  answered(answer) {
    if (answer.url && safe(answer.url)) this.follow(safe(answer.url));
    if (!answer.text) return;
    if (answer.show_alert) this.raise(world.bot.name, h("p", {}, answer.text));
    else this.tell(answer.text);
  }

  tell(text) {
    clearTimeout(this.toastTimer);
    this.toast.textContent = text;
    this.toast.classList.add("on");
    this.toastTimer = setTimeout(() => { this.toast.classList.remove("on"); this.toast.textContent = ""; }, 4500);
  }

  ring() {
    if (!this.node.hidden) rung = true;
    this.node.classList.remove("rung");
    void this.node.offsetWidth; // so that the glow begins anew
    this.node.classList.add("rung");
  }

  show(id) {
    const node = this.log.querySelector(`[data-key$=":${id}"]`);
    node?.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    node?.classList.remove("changed");
    void node?.offsetWidth;
    node?.classList.add("changed");
  }

  atEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 90; }

  toEnd() {
    this.stuck = true;
    this.jump.hidden = true;
    this.log.scrollTop = this.log.scrollHeight;
  }
}

function boxOf(chat) {
  if (!world.messages.has(chat)) world.messages.set(chat, new Map());
  return world.messages.get(chat);
}

// presses and their answers

const answered = new Set(); // answered before the press itself came back

function spin(key, on) {
  document.querySelector(`[data-press="${key}"]`)?.setAttribute("aria-busy", String(on));
}

function release(press) {
  const key = busy.get(press);
  busy.delete(press);
  if (key) spin(key, false);
  return key !== undefined;
}

// sound

let rung = false;
let audio;

function tone() {
  if (!remembered("sound")) return;
  audio ??= new AudioContext();
  for (const [pitch, after] of [[523.25, 0], [783.99, 0.09]]) {
    const voice = audio.createOscillator();
    const loud = audio.createGain();
    const at = audio.currentTime + after;
    voice.frequency.value = pitch;
    loud.gain.setValueAtTime(0, at);
    loud.gain.linearRampToValueAtTime(0.07, at + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
    voice.connect(loud).connect(audio.destination);
    voice.start(at);
    voice.stop(at + 1);
  }
}

// the bar

const MOVES = {
  "5min": ["+5 min", "Five minutes pass"],
  "1h": ["+1 h", "An hour passes"],
  evening: ["Next evening", "To the couple’s next evening check-in"],
  review: ["Next review", "To the couple’s next weekly review"],
};

function drawBar() {
  $("time").textContent = hour(world.now);
  $("date").textContent = day(world.now);
  const [hours, minutes] = hour(world.now).split(":").map(Number);
  document.documentElement.style.setProperty("--hour", String(hours + minutes / 60)); // where the sun stands
  const moves = $("moves");
  if (moves.childElementCount !== world.moves.length) {
    moves.replaceChildren(...world.moves.map((name) => {
      const [label, what] = MOVES[name] ?? [name, name];
      return h("button", { type: "button", class: "move", title: what, "data-move": name, onclick: () => act("move", { name }) }, label);
    }));
  }
  for (const button of moves.children) button.setAttribute("aria-disabled", String(world.moving !== null));
  document.body.classList.toggle("is-moving", world.moving !== null);
  $("moving").textContent = world.moving ? "Time passes…" : "";
  drawGroupMenu();
  drawFaults();
  drawSwitch();
}

function choice(label, what, does, pressed) {
  return h("button", { type: "button", class: "choice", title: what, "aria-pressed": pressed === undefined ? null : String(pressed), onclick: does },
    h("strong", {}, label), h("small", {}, what));
}

function refill(menu, ...children) { // redraw a menu only when it says something else, so that focus stays
  const text = children.map((c) => c.textContent + c.getAttribute("aria-pressed")).join("|");
  if (menu.dataset.text === text) return;
  const at = [...menu.children].indexOf(document.activeElement);
  menu.dataset.text = text;
  menu.replaceChildren(...children);
  if (at >= 0) (menu.children[at] ?? menu.lastElementChild).focus();
}

function drawGroupMenu() {
  const [ana, ben, cleo] = [...world.people.values()];
  const group = [...world.chats.values()].filter((c) => c.kind.endsWith("group") && !c.moved_to && (c.members.includes(ana.id) || c.members.includes(ben.id))).at(-1);
  const bot = world.bot.name;
  const make = choice(group ? "Make another group" : "Make a group", `Ana makes a group with Ben and adds ${bot}.`, () =>
    act("group", { person: ana.id, title: "Us", members: [ben.id], bot: true }));
  const strange = choice("Cleo makes a group", `A stranger adds ${bot} to a group of her own.`, () =>
    act("group", { person: cleo.id, title: "Strangers", members: [], bot: true }).then(() => showStranger(true)));
  if (!group) return refill($("group-menu"), make, strange);
  const chat = group.id;
  const inside = group.members.includes(cleo.id);
  const who = group.members.includes(ana.id) ? ana.id : ben.id;
  return refill($("group-menu"),
    inside ? choice("Cleo leaves", `Cleo leaves “${group.title}”.`, () => act("leave", { person: cleo.id, chat }))
      : choice("Cleo joins", `A third person joins “${group.title}”.`, () => act("join", { person: cleo.id, chat })),
    ...(group.kind === "group" ? [choice("Becomes a supergroup", "Telegram gives the group a new id.", () => act("migrate", { chat }))] : []),
    group.bot === "member" ? choice(`Remove ${bot}`, `It is taken out of “${group.title}”.`, () => act("kick", { person: who, chat }))
      : choice(`Add ${bot}`, `It is added to “${group.title}”.`, () => act("invite", { person: who, chat })),
    make, strange);
}

function drawFaults() {
  const ben = [...world.people.values()][1];
  const next = (error, label, what) => choice(label, what, () => act("fail", { error }), world.faults.includes(error));
  const standing = world.chats.get(ben.id).bot; // who never wrote has nothing to block
  const blocked = standing === "kicked";
  refill($("fault-menu"),
    ...(standing ? [choice("Ben blocks the bot", "Every message to Ben is refused until he takes it back.", () => act("block", { person: ben.id, on: !blocked }), blocked)] : []),
    next(429, "The next send gets 429", "“Too Many Requests”: to be tried again after 15 seconds."),
    next(500, "The next send gets 500", "“Internal Server Error”: nobody knows whether it arrived."),
    next("slow", "Slow network", "The next send arrives, its answer comes 15 seconds late."));
}

function drawSwitch() {
  const shown = [...phones.values()].filter((p) => !p.node.hidden);
  const current = document.body.dataset.phone ?? String(shown[0]?.id);
  refill($("switch"), ...shown.map((phone) => h("button", { type: "button", class: "person", "aria-pressed": String(String(phone.id) === current), onclick: () => {
    document.body.dataset.phone = phone.id;
    for (const one of phones.values()) one.node.classList.toggle("front", one === phone);
    drawSwitch();
    phone.toEnd();
  } }, phone.name, phone.unread.size > 0 && h("span", { class: "dot" }, h("span", { class: "unseen" }, " has new messages")))));
  for (const phone of shown) phone.node.classList.toggle("front", String(phone.id) === current);
}

function showStranger(on) {
  const phone = [...phones.values()][2];
  phone.node.hidden = !on;
  $("stranger").setAttribute("aria-pressed", String(on));
  remember("stranger", on);
  if (!on && document.body.dataset.phone === String(phone.id)) delete document.body.dataset.phone;
  for (const one of phones.values()) one.frame();
  drawSwitch();
}

$("stranger").addEventListener("click", () => showStranger([...phones.values()][2].node.hidden));
$("sound").setAttribute("aria-pressed", String(remembered("sound")));
$("sound").addEventListener("click", () => {
  remember("sound", !remembered("sound"));
  $("sound").setAttribute("aria-pressed", String(remembered("sound")));
  tone();
});
$("more").addEventListener("click", () => {
  const open = document.body.classList.toggle("tools-open");
  $("more").setAttribute("aria-expanded", String(open));
});
document.addEventListener("touchstart", (event) => {
  for (const held of document.querySelectorAll(".held")) if (!held.contains(event.target)) held.classList.remove("held");
}, { passive: true });

// the stream

function hear(change) {
  if (world.epoch && world.epoch !== change.epoch) return location.reload();
  const first = !world.epoch;
  const { people, chats, messages, presses, ...rest } = change;
  Object.assign(world, rest);
  for (const person of people) world.people.set(person.id, person);
  for (const chat of chats) world.chats.set(chat.id, chat);
  const fresh = [];
  for (const message of messages) {
    const box = boxOf(message.chat);
    if (message.gone) box.delete(message.id);
    else {
      if (!first && !box.has(message.id)) fresh.push(message);
      box.set(message.id, message);
    }
  }
  if (first) {
    for (const person of people) phones.set(person.id, new Phone(person));
    $("phones").append(...[...phones.values()].map((phone) => phone.node));
    [...phones.values()][2].node.hidden = true;
  }
  rung = false;
  for (const phone of phones.values()) phone.update(messages, fresh);
  if (rung) tone();
  for (const press of presses) {
    if (!release(press.id)) answered.add(press.id);
    if (press.answer) phones.get(press.person).answered(press.answer);
  }
  drawBar();
  if (first) showStranger(remembered("stranger"));
}

const stream = new EventSource("/page/events");
stream.onmessage = (event) => hear(JSON.parse(event.data));
stream.onopen = () => { $("offline").hidden = true; };
stream.onerror = () => { $("offline").hidden = false; };
