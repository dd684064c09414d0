// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The browser of this machine; `undefined` where there is none. */
export const CHROMIUM: string | undefined = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));

type Answer = Readonly<Record<string, unknown>>;

/** A page in a browser, spoken to by the DevTools protocol. */
export interface BrowserPage extends AsyncDisposable {
  /** Sends a command. */
  send(method: string, params?: object): Promise<Answer>;
  /** What an expression is, in the page. */
  evaluate(expression: string): Promise<unknown>;
  /** Goes somewhere and waits until it is loaded. */
  open(url: string): Promise<void>;
  press(key: "Tab" | "Enter"): Promise<void>;
  /** URLs that were asked for since the browser began. */
  readonly requested: readonly string[];
}

/** Starts a browser of its own, with an empty profile. */
export async function openBrowser(): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), "outlay-chromium-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"];
  const browser = spawn(CHROMIUM ?? "", [...flags, `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore" });
  const port = await readPort(join(profile, "DevToolsActivePort"));
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly Answer[];
  const socket = new WebSocket(String(targets.find(({ type }) => type === "page")?.["webSocketDebuggerUrl"]));
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const waiting = new Map<number, (answer: Answer) => void>();
  const loaded: (() => void)[] = [];
  const requested: string[] = [];
  socket.addEventListener("message", ({ data }) => {
    const { id, result, method, params } = JSON.parse(String(data)) as Answer & { id?: number; params?: Answer };
    if (id !== undefined) waiting.get(id)?.(result as Answer);
    if (method === "Network.requestWillBeSent") requested.push(urlIn(params));
    if (method === "Page.loadEventFired") for (const tell of loaded.splice(0)) tell();
  });
  let sent = 0;
  const send = (method: string, params: object = {}): Promise<Answer> =>
    new Promise((resolve) => {
      sent += 1;
      waiting.set(sent, resolve);
      socket.send(JSON.stringify({ id: sent, method, params }));
    });
  await Promise.all(["Page.enable", "Network.enable", "Accessibility.enable"].map((method) => send(method)));
  return {
    send,
    requested,
    async evaluate(expression) {
      const { result } = await send("Runtime.evaluate", { expression, returnByValue: true });
      return (result as Answer)["value"];
    },
    async open(url) {
      const isLoaded = new Promise<void>((resolve) => loaded.push(resolve));
      await send("Page.navigate", { url });
      await isLoaded;
    },
    async press(key) {
      const code = { Tab: 9, Enter: 13 }[key];
      const event = { key, code: key, windowsVirtualKeyCode: code, ...(key === "Enter" && { text: "\r" }) };
      await send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      const isGone = new Promise((resolve) => browser.once("close", resolve));
      browser.kill("SIGKILL");
      await isGone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function urlIn(params: Answer = {}): string {
  return String(Reflect.get(Object(params["request"]), "url"));
}

/** The browser writes it down when it listens. */
async function readPort(path: string): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const [port = ""] = (await readFile(path, "utf8").catch(() => "")).split("\n");
    if (port !== "") return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the browser does not listen: ${path}`);
}
