import { preset } from "../../tools/tsdown-preset.ts";

export default preset({ entry: ["src/index.ts"] });
