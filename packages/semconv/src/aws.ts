// SPDX-License-Identifier: Apache-2.0

/**
 * Attribute names of AWS, as released with OpenTelemetry semantic conventions v1.41.0.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/tree/v1.41.0/docs/gen-ai/aws-bedrock.md
 */
export const AWS = {
  REQUEST_ID: "aws.request_id",
  BEDROCK_GUARDRAIL_ID: "aws.bedrock.guardrail.id",
} as const;
