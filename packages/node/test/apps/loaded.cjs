// Which parts of the preload are loaded, before and after an SDK is.
const PART = /[\\/]preload[\\/](.*)\.cjs$/;

const loaded = () =>
  Object.keys(require.cache)
    .flatMap((path) => PART.exec(path)?.[1] ?? [])
    .sort()
    .join(" ");

const before = loaded();
require("openai");
console.log(`${before}, then ${loaded()}`);
