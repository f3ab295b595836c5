/**
 * What a page does when it may run a script: follow what changes, keys, copying a link, local times. All of it can be read without.
 *
 * Live: the event stream tells ids only. The page then asks for its own address again and puts in the parts that differ, so that there is one
 * place where pages are made, the server.
 */
/** The parts as they came from the server: what the script did to them is no difference. */
const served = new Map();

function start() {
  for (const [name, part] of partsOf(document)) served.set(name, part.innerHTML);
  addLocalTimes(document);
  addKeys();
  addCopying(document);
  addHelp();
  if (document.body.dataset.live === "on") follow();
}

/** The browser's own time beside UTC, as a title; a stamp without a zone is no UTC. */
function addLocalTimes(root) {
  for (const time of root.querySelectorAll('time[datetime$="Z"]')) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime()) && !time.title.includes("\n"))
      time.title = `${time.title || time.dateTime}\n${at.toLocaleString(undefined, { timeZoneName: "short" })}, here`;
  }
}

/** At most one request for the page at a time, and none sooner than `pauseMs` after the last. */
function follow() {
  const sign = document.querySelector("#live");
  sign.hidden = false;
  const ask = createRefresh();
  const refresh = () => void ask();
  listen(sign, refresh, false);
  document.addEventListener("visibilitychange", refresh);
  globalThis.addEventListener("pagehide", () => stream?.close());
  setInterval(refresh, agesMs);
}

/** The stream that is open now; a page that leaves closes it. */
let stream = null;

/** A browser comes back by itself when a stream breaks, but not when it was refused: all places taken, or logged out. */
function listen(sign, refresh, wasOpen) {
  let isBack = wasOpen;
  tell(sign, "off", "connecting");
  const events = new EventSource("/api/v1/events?digestMs=200");
  stream = events;
  events.addEventListener("open", () => {
    tell(sign, "on", "live");
    if (isBack) refresh();
    isBack = true;
  });
  events.addEventListener("error", () => {
    tell(sign, "off", "not live");
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, againMs, sign, refresh, true);
  });
  events.addEventListener("overflow", refresh);
  events.addEventListener("digest", (event) => {
    if (concerns(JSON.parse(event.data), document.body.dataset)) refresh();
  });
}

const againMs = 3000;
const pauseMs = 500;
/** Ages grow although nothing happens. */
const agesMs = 30_000;

/** Whether a digest tells of something that a page shows. That of one request shows this one alone, and its host as long as it matters. */
export function concerns(digest, own) {
  if (own.request === "" || digest.isMore) return true;
  return digest.requests.includes(own.request) || digest.hosts.includes(own.host);
}

function tell(sign, state, words) {
  sign.className = `live ${state}`;
  sign.textContent = words;
}

function createRefresh() {
  let isAsking = false;
  let isWanted = false;
  return async function refresh() {
    isWanted = true;
    if (isAsking || document.hidden) return;
    isAsking = true;
    while (isWanted) {
      isWanted = false;
      await askAgain().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    isAsking = false;
  };
}

async function askAgain() {
  const answer = await fetch(location.href, {
    headers: { accept: "text/html" },
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) return;
  // A provisional request became part of another one: its page is there.
  if (answer.redirected && answer.url !== location.href) location.replace(answer.url);
  else putIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

/** Replaces the parts that differ; a part that came or went changes the whole. */
function putIn(next) {
  const [now, then] = [partsOf(document), partsOf(next)];
  const isSame = [...now.keys()].join() === [...then.keys()].join();
  const seen = new Map(rows().map((row) => [row.dataset.row, row.dataset.changed]));
  const chosen = document.querySelector(".selected")?.dataset.row;
  if (isSame) {
    for (const [name, part] of then) replace(now.get(name), part);
  } else {
    document.querySelector("main").replaceChildren(...next.querySelector("main").childNodes);
    for (const [name, part] of partsOf(document)) served.set(name, part.innerHTML);
    addCopying(document);
  }
  for (const row of rows()) {
    if (row.dataset.changed !== undefined && seen.get(row.dataset.row) !== row.dataset.changed)
      row.classList.add("fresh");
    if (row.dataset.row === chosen && !row.classList.contains("selected")) select(row);
  }
  document.title = next.title;
  addLocalTimes(document);
}

function partsOf(root) {
  return new Map([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
}

function replace(part, next) {
  if (served.get(part.dataset.part) === next.innerHTML) return;
  served.set(part.dataset.part, next.innerHTML);
  const held = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  part.replaceChildren(...next.childNodes);
  addCopying(part);
  if (held !== null) part.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function select(row) {
  for (const other of document.querySelectorAll(".selected")) other.classList.remove("selected");
  row.classList.add("selected");
  row.querySelector("a.open, a")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("selected"));
  const row = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  if (row !== undefined) select(row);
}

const commands = new Map([
  ["/", () => document.querySelector("#search")?.focus()],
  ["j", () => step(1)],
  ["k", () => step(-1)],
  ["Enter", () => document.querySelector(".selected a.open, .selected a")?.click()],
  ["o", () => (location.href = "/")],
  ["r", () => (location.href = "/requests")],
  ["h", () => (location.href = "/hosts")],
  ["c", () => document.querySelector("[data-copy]")?.click()],
  ["?", () => document.querySelector("#help").showModal()],
]);

/** The command of a key, if the key is meant for the page: not while somebody writes, not with a key of the browser. */
export function commandOf({ key, ctrlKey, metaKey, altKey }, tagName) {
  if (ctrlKey || metaKey || altKey || ["INPUT", "SELECT", "TEXTAREA"].includes(tagName)) return null;
  // Enter on a link or a button is the browser's own.
  if (key === "Enter" && ["A", "BUTTON"].includes(tagName)) return null;
  return commands.get(key) ?? null;
}

function addKeys() {
  document.addEventListener("keydown", (event) => {
    const { tagName } = event.target;
    if (event.key === "Escape" && tagName === "INPUT") event.target.blur();
    if (document.querySelector("dialog[open]") !== null) return;
    const command = commandOf(event, tagName);
    if (command === null) return;
    event.preventDefault();
    command();
  });
}

function addCopying(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(new URL(button.dataset.copy, location.href).href);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy link"), 1500);
    });
  }
}

/** The clipboard is closed to pages that came over plain HTTP from another machine. */
async function copy(text) {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function addHelp() {
  const button = document.querySelector("#help-button");
  button.hidden = false;
  button.addEventListener("click", () => document.querySelector("#help").showModal());
}

if (typeof document !== "undefined") start();
