// SPDX-License-Identifier: Apache-2.0
import type { MessagePart } from "../content.ts";
import { fieldsOf, textOf } from "../read-fields.ts";
import type { ContentPartFields } from "./fields.ts";

/** Content of a message, a string or a list of parts, in the shape of the conventions' message parts. */
export function contentParts(content: unknown): MessagePart[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", content }];
  return Array.isArray(content) ? content.map(partOf) : [];
}

/** Arguments of a tool call as the object they encode; the text itself where it is not JSON. */
export function jsonOrText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function partOf(value: unknown): MessagePart {
  const part = fieldsOf<ContentPartFields>(value);
  const text = textOf(part.text) ?? textOf(part.refusal);
  if (text !== undefined) return { type: "text", content: text };
  const type = textOf(part.type) ?? "unknown";
  if (part.image_url !== undefined) return mediaPart("image", urlOf(part.image_url));
  if (part.input_audio !== undefined) return { type: "blob", modality: "audio", content: LEFT_OUT };
  const file = fieldsOf<ContentPartFields & { file_data: unknown }>(part.file ?? value);
  const fileId = textOf(file.file_id);
  if (fileId !== undefined)
    return { type: "file", modality: type.includes("image") ? "image" : "file", file_id: fileId };
  const fileUrl = textOf(file.file_url);
  if (fileUrl !== undefined) return mediaPart("file", fileUrl);
  return { type };
}

/** Media that is sent inside the request is named, not copied. */
const LEFT_OUT = "[left out]";
const DATA_URL = /^data:([^;,]*)/;

function mediaPart(modality: string, url: string | undefined): MessagePart {
  const data = url === undefined ? null : DATA_URL.exec(url);
  if (data === null) return { type: "uri", modality, uri: url };
  return { type: "blob", modality, mime_type: data[1], content: LEFT_OUT };
}

/** Chat wraps the URL in an object, the Responses API does not. */
function urlOf(imageUrl: unknown): string | undefined {
  return textOf(imageUrl) ?? textOf(fieldsOf<{ url: unknown }>(imageUrl).url);
}
