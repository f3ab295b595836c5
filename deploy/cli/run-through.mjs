import { spawn } from "node:child_process";

/**
 * Runs a program in our place: it inherits the terminal, gets our signals, and its end becomes ours.
 * Resolves with its exit code; when a signal ended it, the same signal ends us. `isTied`: it holds a channel to us, and hears of our end by it, also of `kill -9`.
 */
export function runThrough(program, args, { env = process.env, isTied = false } = {}) {
  return new Promise((resolve, reject) => {
    const streams = ["inherit", "inherit", "inherit"];
    const child = spawn(program, args, { stdio: isTied ? [...streams, "ipc"] : streams, env });
    const stop = passSignals(child);
    child.once("error", (error) => {
      stop();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      stop();
      if (signal === null) resolve(code);
      else process.kill(process.pid, signal);
    });
  });
}

/** A terminal sends Ctrl-C to both of us: then it is not sent a second time, we only stay until the other has ended. */
function passSignals(child) {
  const fromTerminal = process.stdin.isTTY;
  const passed = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    const pass = () => (signal === "SIGINT" && fromTerminal ? undefined : child.kill(signal));
    process.on(signal, pass);
    return [signal, pass];
  });
  return () => passed.forEach(([signal, pass]) => process.off(signal, pass));
}
