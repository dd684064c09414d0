// SPDX-License-Identifier: Apache-2.0

/** How a value of a request is read: as messages, as JSON that is only text, or as what belongs to an image. */
export type Reading = "parts" | "plain" | "image";

/** Fields whose value is an image: OpenAI's, Mistral's, Bedrock's and the AI SDK's, Ollama's. */
const IMAGE_FIELDS = new Set(["image_url", "imageUrl", "image", "images"]);
/** Fields that name something kept elsewhere, or hold what no count of bytes bounds: pages of a PDF, seconds of sound. */
const UNBOUNDED_FIELDS = new Set([
  "file_id",
  "file_uri",
  "fileUri",
  "fileData",
  "file_url",
  "file_data",
  "s3Location",
  "input_audio",
  "inputAudio",
  "audio",
  "audio_url",
  "video",
  "video_url",
  "videoUrl",
  "document_url",
  "documentUrl",
]);
/** Arguments of tools, their answers and schemas: whatever their fields are called, the model reads them as JSON text. */
const PLAIN_FIELDS = new Set([
  "description",
  "functionDeclarations",
  "input",
  "args",
  "response",
  "parameters",
  "parametersJsonSchema",
  "schema",
  "json_schema",
  "input_schema",
  "inputSchema",
]);
/** Where an image's own bytes are. */
const IMAGE_DATA_FIELDS = new Set(["data", "bytes"]);
const MEDIA_TYPE_FIELDS = ["media_type", "mediaType", "mimeType", "mime_type"];
/** Tools that come with a description of the provider's own: `bash_20250124`, `computer_20251124`. */
const PROVIDER_TOOL = /_20\d{6}$/;

/** What an object of a request is, by its own marks. */
export type ObjectKind = "ordinary" | "plain" | "image" | "unbounded" | "provider-tool";

/** Tells what an object among messages and tools is. */
export function kindOf(value: object): ObjectKind {
  const type: unknown = Reflect.get(value, "type");
  const media = MEDIA_TYPE_FIELDS.map((name): unknown => Reflect.get(value, name)).find((it) => typeof it === "string");
  if (typeof media === "string" && !media.startsWith("text/")) return media.startsWith("image") ? "image" : "unbounded";
  if (type === "image") return "image";
  if (type === "json") return "plain";
  if (type === "url" || type === "item_reference") return "unbounded";
  return typeof type === "string" && PROVIDER_TOOL.test(type) ? "provider-tool" : "ordinary";
}

/** Tells what a field of an object among messages and tools is. */
export function kindOfField(name: string): ObjectKind {
  if (IMAGE_FIELDS.has(name)) return "image";
  if (PLAIN_FIELDS.has(name)) return "plain";
  return UNBOUNDED_FIELDS.has(name) ? "unbounded" : "ordinary";
}

/** Whether a field of an image holds the image itself, which is counted already. */
export function isImageData(name: string, value: unknown): boolean {
  return IMAGE_DATA_FIELDS.has(name) && (typeof value === "string" || ArrayBuffer.isView(value));
}

/** Whether text stands for an image: an address, or the image itself in an address. */
export function isImageAddress(text: string): boolean {
  return text.startsWith("data:") || text.startsWith("http:") || text.startsWith("https:") || text.startsWith("gs:");
}
