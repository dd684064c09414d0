// SPDX-License-Identifier: Apache-2.0

/** Bytes that are worth an export of their own. */
const MIN_EXPORT_BYTES = 500_000;
const MAX_QUEUE_BYTES = 1_000_000_000;

/**
 * What makes an exporter lose nothing: what was acknowledged is in a file before it is batched, and is sent until it has
 * arrived. A full queue holds its senders up rather than drop.
 */
export const DURABLE = {
  retry_on_failure: { initial_interval: "1s", max_interval: "30s", max_elapsed_time: "0s" },
  sending_queue: {
    storage: "file_storage/queue",
    sizer: "bytes",
    queue_size: MAX_QUEUE_BYTES,
    block_on_overflow: true,
    // No largest size: a span that is larger would be dropped, and with it all that come after it in the batch.
    batch: { flush_timeout: "1s", sizer: "bytes", min_size: MIN_EXPORT_BYTES },
  },
} as const;
