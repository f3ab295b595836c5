import { help } from "./help.ts";
import { html, idText } from "./html.ts";
import type { Html } from "./html.ts";
import { unready } from "./parts/unready.ts";

export interface Shell {
  readonly title: string;
  readonly active: "overview" | "requests" | "hosts" | "causes" | null;
  /** What stands in the search box. */
  readonly search?: string;
  /** Path of the style and the script, with a mark of their content. */
  readonly assets: { readonly style: string; readonly script: string; readonly icon: string };
  /** The page follows what changes; a request's page only what concerns it. */
  readonly live: { readonly isLive: boolean; readonly request?: string; readonly host?: string };
  /** Somebody is logged in and can log out. */
  readonly isGuarded: boolean;
  /** What is still missing of what is known, in words; null: nothing. */
  readonly unready: string | null;
  /** For those who are not in yet: nothing that leads elsewhere. */
  readonly isBare?: boolean;
}

/** Everything around the content of a page: head, search, ways to the other pages, help. */
export function layout(shell: Shell, body: Html): Html {
  const { title, assets, live } = shell;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${idText(title)} · scepscope</title>
        <link rel="icon" href="${assets.icon}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assets.style}" />
        <script type="module" src="${assets.script}"></script>
      </head>
      <body
        data-live="${live.isLive ? "on" : "off"}"
        data-request="${live.request ?? ""}"
        data-host="${live.host ?? ""}"
      >
        <a class="skip" href="#main">Skip to the content</a>
        ${head(shell)}
        <main id="main" tabindex="-1">${shell.unready === null ? "" : unready(shell.unready)}${body}</main>
        ${help()}
      </body>
    </html> `;
}

const places = [
  ["overview", "/", "Overview"],
  ["requests", "/requests", "Requests"],
  ["hosts", "/hosts", "Hosts"],
  ["causes", "/causes", "Causes"],
] as const;

function head(shell: Shell): Html {
  return html`<header class="top">
    <a class="brand" href="/" aria-label="scepscope, overview"
      ><svg viewBox="0 0 24 18" width="24" height="18" aria-hidden="true">
        <rect x="0" y="0" width="9" height="3" />
        <rect x="4" y="5" width="10" height="3" />
        <rect x="10" y="10" width="9" height="3" />
        <rect x="18" y="15" width="6" height="3" /></svg
      ><span>scepscope</span></a
    >
    ${shell.isBare === true ? "" : ways(shell)}
    <span id="live" class="live" role="status" hidden></span>
    ${shell.isGuarded && shell.isBare !== true ? leave : ""}
    <button id="help-button" class="icon" type="button" aria-label="Help: words and keys" hidden>?</button>
  </header>`;
}

const leave: Html = html`<form class="leave" action="/logout" method="post">
  <button type="submit">Log out</button>
</form>`;

function ways({ active, search = "" }: Shell): Html {
  return html`<nav aria-label="Pages">
      ${places.map(
        ([name, href, words]) =>
          html`<a href="${href}" ${active === name ? html` aria-current="page"` : ""}>${words}</a>`,
      )}
    </nav>
    <form class="search" role="search" action="/requests" method="get">
      <input
        id="search"
        name="key"
        type="search"
        value="${search}"
        maxlength="400"
        autocomplete="off"
        spellcheck="false"
        aria-label="Find a request by any identifier"
        placeholder="Transaction, device, user, thumbprint, serial, CA request, address …"
      />
      <kbd aria-hidden="true">/</kbd>
    </form>`;
}
