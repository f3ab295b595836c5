/** Front door of the page: pure functions from what a lookup gave to HTML. */
export { causePage } from "./causes/cause-page.ts";
export { causesPage } from "./causes/causes-page.ts";
export { siteLinks } from "./frame.ts";
export type { Links, PageFrame } from "./frame.ts";
export { hostPage } from "./hosts/host-page.ts";
export { hostsPage } from "./hosts/hosts-page.ts";
export { pageText } from "./html.ts";
export type { Html } from "./html.ts";
export { layout } from "./layout.ts";
export type { Shell } from "./layout.ts";
export { loginPage } from "./login-page.ts";
export { overviewPage } from "./overview/overview-page.ts";
export { isRange, rangeStart } from "./overview/ranges.ts";
export type { RangeName } from "./overview/ranges.ts";
export { problemPage } from "./problem-page.ts";
export { requestPage } from "./request/request-page.ts";
export { requestsPage } from "./requests/requests-page.ts";
