import { html } from "./html.ts";
import type { Html } from "./html.ts";

/** Asks for the token; `next` is where the reader wanted to go. */
export function loginPage({ next, isWrong }: { readonly next: string; readonly isWrong: boolean }): Html {
  return html`<section class="panel narrow" aria-labelledby="login-title">
    <h1 id="login-title">Log in</h1>
    <p class="dim">This scepscope can be reached from other machines, so it asks for its token.</p>
    ${isWrong ? html`<p class="bad" role="alert">✕ That is not the token.</p>` : ""}
    <form action="/login" method="post" class="stacked">
      <input type="hidden" name="next" value="${next}" />
      <label
        >Token
        <input
          name="token"
          type="password"
          autocomplete="current-password"
          required
          maxlength="1024"
          autofocus
      /></label>
      <button type="submit">Log in</button>
    </form>
  </section>`;
}
