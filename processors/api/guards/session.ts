import { createHmac, hash, timingSafeEqual } from "node:crypto";

/** Who may read: a token for programs, and for browsers a cookie that is made of it. */
export interface Sessions {
  isToken(presented: string): boolean;
  /** A value for the cookie, good until `sessionMsMax` after `now`. */
  open(now: number): string;
  isOpen(cookie: string, now: number): boolean;
}

/**
 * The cookie is `<end>.<HMAC of end>`: nothing is kept, so a restart logs nobody out and no flood of logins fills the memory. Another
 * token ends all sessions.
 */
export function createSessions(token: string, sessionMsMax: number): Sessions {
  const expected = hash("sha256", token, "buffer");
  const key = createHmac("sha256", token).update("scepscope session 1").digest();
  const sign = (end: string): string => createHmac("sha256", key).update(end).digest("base64url");
  return {
    // Hashes have one length: neither the length of the token nor how much of it was right shows in the time.
    isToken: (presented) => timingSafeEqual(hash("sha256", presented, "buffer"), expected),
    open: (now) => {
      const end = String(now + sessionMsMax);
      return `${end}.${sign(end)}`;
    },
    isOpen: (cookie, now) => {
      const [end = "", mark = ""] = cookie.split(".", 2);
      const isGenuine = timingSafeEqual(hash("sha256", mark, "buffer"), hash("sha256", sign(end), "buffer"));
      return isGenuine && /^\d{1,16}$/.test(end) && Number(end) > now && Number(end) <= now + sessionMsMax;
    },
  };
}
