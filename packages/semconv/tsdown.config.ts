import { preset } from "../../tools/tsdown-preset.ts";

// Names are types here (`as const satisfies`), which only a type checker can declare.
export default preset({ dts: { generator: "tsgo" } });
